// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Check, skippedCheck } from '../../checks/check.js'
import { UsageError } from '../../core/errors.js'
import { faultCheck } from '../../features/standalone-crypto/faults/fault-check.js'
import { type Fault, faultTarget } from '../../features/standalone-crypto/faults/index.js'
import { HMAC_KEY } from '../../features/standalone-crypto/names.js'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { symbolNamed } from '../../formats/elf/index.js'
import { bootGuest, type GuestOptions } from './boot-guest.js'
import type { BootTarget } from './boot-target.js'

export interface FaultsOptions extends Omit<GuestOptions, 'logPath' | 'silenceMs'> {
  /** Where the console of a boot goes, by its name. */
  readonly logPath: (name: string) => string
  /** Called as the boots begin. */
  readonly onFault?: ((fault: Fault) => void) | undefined
}

/**
 * Boots a copy of a build's vmlinux for each fault, with the fault in it; a check for each tells whether the boot has ended as
 * promised, or that this kernel has nothing for the fault to damage. QEMU boots a vmlinux by the note of CONFIG_PVH, which there is on x86_64. Throws UsageError for any other target.
 */
export async function bootFaults(
  target: BootTarget,
  faults: readonly Fault[],
  options: FaultsOptions,
): Promise<Check[]> {
  const { arch, built, carved } = target
  if (built === undefined || !carved || arch.name !== 'x86_64') {
    throw new UsageError('--fault needs the build directory of a carved kernel for x86_64')
  }
  const vmlinux = await readAgain(built.vmlinux)
  const key = readDotConfig((await readAgain(built.config)).toString()).get(HMAC_KEY)?.value ?? ''
  const work = await mkdtemp(join(tmpdir(), 'kcarve-fault-'))
  const kernel = join(work, 'vmlinux')
  const checks: Check[] = []
  try {
    for (const fault of faults) {
      options.onFault?.(fault)
      const bytes = Buffer.from(vmlinux)
      const append = [...(options.append ?? []), ...fault.append]
      const damaged = faultTarget(bytes, { key, fips: append.includes('fips=1') })
      if (fault.needs !== undefined && symbolNamed(damaged.module, fault.needs.symbol) === undefined) {
        checks.push(skippedCheck(fault.name, fault.name, fault.needs.without))
        continue
      }
      fault.change(damaged)
      await writeFile(kernel, bytes)
      const result = await bootGuest(
        { ...target, kernel },
        {
          ...options,
          append,
          logPath: options.logPath(`console-${fault.name}`),
          silenceMs: fault.promised.kind === 'hangs' ? 20_000 : undefined,
        },
      )
      checks.push(faultCheck(fault, result))
    }
    return checks
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const readAgain = (path: string): Promise<Buffer> =>
  readFile(path).catch(cause => {
    throw new UsageError(`${path} cannot be read`, { cause, hint: 'build the kernel again' })
  })
