// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, skippedCheck } from '../../../checks/check.js'
import type { KtapTest } from '../../../formats/ktap/index.js'
import type { RestartName } from '../../../vm/index.js'
import { CLIENT_CHECKS } from './client-checks.js'

interface GuestCheck {
  readonly id: string
  readonly title: string
  /** Reads the lines that the script prints; by default the last one sums it up. */
  readonly read?: ((said: readonly string[]) => Pick<Check, 'evidence' | 'differences'>) | undefined
}

/** @internal What every carved boot is asked, by the names of the scripts in guest/checks/, which are those of their KTAP results. */
export const GUEST_CHECKS: Readonly<Record<string, GuestCheck>> = {
  afalg: { id: 'known-answers', title: 'known answers by AF_ALG' },
  again: { id: 'loaded-again', title: 'fips140 cannot be loaded again' },
  'crypto-all': {
    id: 'self-tests',
    title: 'self-tests of all algorithms',
    read: said => ({ evidence: said.slice(0, 1), differences: said.slice(1) }),
  },
  integrity: { id: 'integrity', title: 'integrity and tests on demand' },
  modprobe: {
    id: 'modprobe',
    title: 'modprobe of carved names',
    read: said => ({
      evidence: said.length === 0 ? [] : [said.join(', ')],
      differences: said.filter(line => !line.endsWith(' ok')),
    }),
  },
  module: { id: 'module-live', title: 'fips140 is live and cannot be removed' },
}

const RESTART_CHECKS: Readonly<Record<RestartName, GuestCheck>> = {
  hibernation: { id: 'hibernation', title: 'hibernation, and the same checks again' },
  kexec: { id: 'kexec', title: 'another kernel by kexec, and the same checks' },
  kdump: { id: 'kdump', title: 'a crash, and the same checks in the kernel for it' },
}

/** @internal Also those of restarts, and of what a distribution's programs do. */
export const ALL_CHECKS: Readonly<Record<string, GuestCheck>> = {
  ...GUEST_CHECKS,
  ...CLIENT_CHECKS,
  ...RESTART_CHECKS,
  kselftest: { id: 'kselftest', title: 'selftests of the kernel (kselftest)' },
}

/** A result of the guest as a check; one that is not in the table keeps the guest's name. */
export function guestCheck({ name, status, diagnostic, lines }: KtapTest): Check {
  const { id, title, read = lastLine } = ALL_CHECKS[name] ?? { id: name, title: name }
  if (status === 'skip') return skippedCheck(id, title, diagnostic)
  const said = lines.map(line => line.replace(/^# ?/, '')).filter(line => line !== '')
  const { evidence, differences } = read(said)
  if (status !== 'fail') {
    return checkOf(id, title, { evidence: evidence.length > 0 ? evidence : ['passed'], differences: [] })
  }
  // The exit code decides, whatever the script printed.
  const why = [differences, said, ['it failed and printed nothing']].find(each => each.length > 0) ?? []
  return checkOf(id, title, { evidence, differences: why })
}

const lastLine = (said: readonly string[]) => ({ evidence: said.slice(-1), differences: said })
