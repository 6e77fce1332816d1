// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, counted } from '../../../../checks/check.js'
import { type DotConfig, tristate } from '../../../../formats/dot-config/index.js'
import type { CryptoAlgorithm } from '../../../../formats/proc-crypto/index.js'

/** Whether testmgr compares implementations with generic ones on random inputs: its full tests, as they are called from Linux 6.16 on. */
export const hasFullSelfTests = (config: DotConfig): boolean =>
  ['CRYPTO_SELFTESTS_FULL', 'CRYPTO_MANAGER_EXTRA_TESTS'].some(name => tristate(config, name) === 'y')

/** Whether the full self-tests of all algorithms pass, in both kernels. */
export function compareSelfTests(
  stock: readonly CryptoAlgorithm[],
  carved: readonly CryptoAlgorithm[],
): Check {
  const differences = [['stock', stock] as const, ['carved', carved] as const].flatMap(
    ([kernel, algorithms]) =>
      algorithms
        .filter(({ selftest }) => selftest !== 'passed')
        .map(({ name, driver, selftest }) => `${kernel}: ${name} (${driver}): ${selftest}`),
  )
  const evidence =
    stock.length === 0 ? [] : [`${counted(stock.length, 'algorithm')} in stock, ${carved.length} in carved`]
  return checkOf('full-self-tests', 'the full self-tests of testmgr pass', { evidence, differences })
}
