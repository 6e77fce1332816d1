// SPDX-License-Identifier: GPL-2.0-only
import type { KselftestCollection } from '../../build/index.js'
import type { Check } from '../../checks/check.js'
import { compareKselftest } from '../../checks/compare-kselftest.js'
import { bootCheck } from '../../features/standalone-crypto/prove/index.js'
import { bootGuest } from '../boot/boot-guest.js'
import { bootTarget } from '../boot/boot-target.js'
import { KSELFTEST_DEADLINE, kselftestFor } from '../boot/kselftest-for.js'

export interface ProveKselftestOptions {
  readonly kselftest: readonly KselftestCollection[]
  /** Whether one that does not build is an error. */
  readonly force?: boolean | undefined
  /** The two build directories. */
  readonly stockObjtree: string
  readonly carvedObjtree: string
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Where output goes, by the name of what makes it. */
  readonly logPath: (name: string) => string
  readonly onStage?: ((stage: string) => void) | undefined
  readonly onDetail?: ((text: string) => void) | undefined
}

const SCENARIOS = [[], ['fips=1']]

/**
 * Runs the kernel's selftests in guests of both kernels, plain and with fips=1: a check for each of the two says whether they have the
 * same results. They are built once, of the stock tree.
 */
export async function proveKselftest(options: ProveKselftestOptions): Promise<Check[]> {
  const { kselftest: collections, cacheDir, onStage } = options
  const [stock, carved] = [
    await bootTarget(options.stockObjtree, { cacheDir, config: '' }),
    await bootTarget(options.carvedObjtree, { cacheDir, config: '' }),
  ]
  onStage?.('build kselftest')
  const installed = await kselftestFor(stock, { ...options, collections })
  const checks: Check[] = []
  for (const append of SCENARIOS) {
    onStage?.(['boot with kselftest', ...append].join(' '))
    const log = ['kselftest', ...append].join('-').replace('=', '-')
    const boot = (kernel: typeof stock, name: string) =>
      bootGuest(kernel, {
        ...options,
        kselftest: installed,
        append,
        deadlineMs: KSELFTEST_DEADLINE,
        logPath: options.logPath(`${name}-${log}`),
      })
    const [before, after] = [await boot(stock, 'stock'), await boot(carved, 'carved')]
    const booted = bootCheck(before, after)
    const check = booted.status === 'fail' ? booted : compareKselftest(before.ktap, after.ktap)
    checks.push({ ...check, scenario: append.join(' ') })
  }
  return checks
}
