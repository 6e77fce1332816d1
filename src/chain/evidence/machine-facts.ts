// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../../arch/architecture.js'
import { runCommand } from '../../core/run-command.js'
import { type ResourceDescriptor, textOf } from '../../evidence/attest/index.js'

/** The machine that guests run on, for those who read what was tested. */
export async function machineFacts(
  { qemu }: Architecture,
  { cpus, memoryMiB }: { readonly cpus?: number | undefined; readonly memoryMiB?: number | undefined } = {},
): Promise<ResourceDescriptor> {
  const { lines } = await runCommand(qemu.program, ['--version'], { accept: [1] })
  const emulator = lines[0] ?? qemu.program
  const args = qemu.machineArgs.join(' ')
  return {
    ...textOf('machine', `${emulator}; ${qemu.program} ${args} -accel tcg`),
    annotations: {
      emulator,
      arguments: args,
      acceleration: 'none: all instructions are emulated',
      ...(cpus === undefined ? {} : { cpus }),
      ...(memoryMiB === undefined ? {} : { memoryMiB }),
    },
  }
}
