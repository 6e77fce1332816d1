// SPDX-License-Identifier: GPL-2.0-only
import type { Check } from '../../checks/check.js'
import { compareChecks } from '../../checks/compare-checks.js'
import { bootChecks } from '../../features/standalone-crypto/checks/boot-checks.js'
import { type RootOptions, withRoot } from '../boot/boot-root.js'
import { bootTarget } from '../boot/boot-target.js'

export interface ProveRootOptions extends Omit<RootOptions, 'kselftest'> {
  /** The two build directories. */
  readonly stockObjtree: string
  readonly carvedObjtree: string
  readonly onStage?: ((stage: string) => void) | undefined
}

const SCENARIOS = [[], ['fips=1']]

/** Boots both kernels with the root of a distribution, plain and with fips=1: a check for each of the two says whether all checks came out alike. */
export async function proveRoot(options: ProveRootOptions): Promise<Check[]> {
  const stock = await checksOf('stock', options)
  const carved = await checksOf('carved', options)
  return SCENARIOS.map((append, index) => ({
    ...compareChecks(stock[index] ?? [], carved[index] ?? []),
    scenario: append.join(' '),
  }))
}

async function checksOf(kernel: 'stock' | 'carved', options: ProveRootOptions): Promise<Check[][]> {
  const objtree = kernel === 'stock' ? options.stockObjtree : options.carvedObjtree
  const target = await bootTarget(objtree, { cacheDir: options.cacheDir, config: '' })
  options.onStage?.(`boot ${kernel} with ${options.root}`)
  const logPath = (name: string) => options.logPath(`${kernel}-${name}`)
  return withRoot(target, { ...options, logPath }, async boot => {
    const checks: Check[][] = []
    for (const append of SCENARIOS) {
      const log = ['console', ...append].join('-').replace('=', '-')
      checks.push(bootChecks(await boot({ append, log }), { kind: kernel }, target))
    }
    return checks
  })
}
