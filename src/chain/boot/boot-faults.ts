// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Check } from '../../checks/check.js'
import type { Session } from '../../cli/session.js'
import { UsageError } from '../../core/errors.js'
import { faultCheck } from '../../features/standalone-crypto/faults/fault-check.js'
import { type Fault, faults, faultTarget } from '../../features/standalone-crypto/faults/index.js'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { bootGuest, type GuestOptions } from './boot-guest.js'
import type { BootTarget } from './boot-target.js'

/** Reads the value of `--fault`; throws UsageError for a name that is not known. */
export function faultsNamed(text: string): readonly Fault[] {
  if (text === 'all') return faults
  return text.split(',').map(name => {
    const fault = faults.find(each => each.name === name)
    if (fault !== undefined) return fault
    const hint = `known: all, ${faults.map(each => each.name).join(', ')}`
    throw new UsageError(`--fault ${name} is not known`, { hint })
  })
}

/**
 * Boots a copy of a build's vmlinux for each fault, with the fault in it; a check for each tells whether the boot has ended as
 * promised. QEMU boots a vmlinux by the note of CONFIG_PVH, which there is on x86_64.
 */
export async function bootFaults(
  session: Session,
  target: BootTarget,
  named: readonly Fault[],
  options: GuestOptions,
): Promise<Check[]> {
  const { arch, objDir, carved } = target
  if (objDir === undefined || !carved || arch.name !== 'x86_64') {
    throw new UsageError('--fault needs the build directory of a carved kernel for x86_64')
  }
  const [vmlinux, text] = (await Promise.all(
    ['vmlinux', '.config'].map(name =>
      readFile(join(objDir, name)).catch(cause => {
        throw new UsageError(`${join(objDir, name)} cannot be read`, {
          cause,
          hint: 'build the kernel again',
        })
      }),
    ),
  )) as [Buffer, Buffer]
  const config = readDotConfig(text.toString())
  const key = config.get('CRYPTO_FIPS140_HMAC_KEY')?.value
  const work = await mkdtemp(join(tmpdir(), 'kcarve-fault-'))
  const kernel = join(work, 'vmlinux')
  const checks: Check[] = []
  try {
    for (const fault of named) {
      const stage = session.progress.begin(`boot with ${fault.name}`)
      const bytes = Buffer.from(vmlinux)
      const append = [...(options.append ?? []), ...fault.append]
      fault.change(faultTarget(bytes, { key: key ?? '', fips: append.includes('fips=1') }))
      await writeFile(kernel, bytes)
      const result = await bootGuest(
        session,
        stage,
        { ...target, kernel },
        {
          ...options,
          append,
          log: `console-${fault.name}`,
          ...(fault.promised.kind === 'hangs' ? { silenceMs: 20_000 } : {}),
        },
      )
      checks.push(faultCheck(fault, result))
    }
    return checks
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}
