// SPDX-License-Identifier: GPL-2.0-only

import { type Check, checkOf, counted } from '../../../../checks/check.js'
import type { CryptoAlgorithm } from '../../../../formats/proc-crypto/index.js'
import { MODULE_NAME } from '../../names.js'

/**
 * Whether two kernels offer the same algorithms, and the carved kernel serves them from its module. `isOutside` tells of an algorithm
 * that is in vmlinux of both whether it comes from code that was not carved, such as a built-in driver of a device.
 */
export function compareAlgorithms(
  stock: readonly CryptoAlgorithm[],
  carved: readonly CryptoAlgorithm[],
  isOutside: (algorithm: CryptoAlgorithm) => boolean = () => false,
): Check {
  const differences: string[] = []
  const left = [...carved]
  let pairs = 0
  let served = 0
  for (const algorithm of stock) {
    const at = bestMatch(algorithm, left)
    const [twin] = at < 0 ? [] : left.splice(at, 1)
    if (twin === undefined) {
      differences.push(`${nameOf(algorithm)} is missing`)
      continue
    }
    pairs++
    if (twin.module === MODULE_NAME) served++
    for (const field of COMPARED) {
      const [before, after] = [fieldText(algorithm, field), fieldText(twin, field)]
      if (before !== after)
        differences.push(`${nameOf(algorithm)}: ${field} is ${after}, stock has ${before}`)
    }
    const module = expectedModule(algorithm, twin, isOutside)
    if (twin.module !== module) {
      differences.push(`${nameOf(algorithm)}: module is ${twin.module}, expected ${module}`)
    }
  }
  differences.push(...left.map(algorithm => `${nameOf(algorithm)} is new`))
  const evidence =
    pairs === 0 ? [] : [`${counted(pairs, 'algorithm')} in both, ${served} of them served by fips140`]
  return checkOf('algorithms', '/proc/crypto lists the same algorithms', { evidence, differences })
}

const COMPARED = ['priority', 'type', 'selftest', 'internal', 'fips'] as const

const fieldText = (algorithm: CryptoAlgorithm, field: (typeof COMPARED)[number]) => String(algorithm[field])
const nameOf = ({ name, driver }: CryptoAlgorithm) => `${name} (${driver})`

/** One driver may be there several times: the twin is the one that is most alike. */
function bestMatch(algorithm: CryptoAlgorithm, others: readonly CryptoAlgorithm[]): number {
  let best = -1
  let most = -1
  for (const [index, other] of others.entries()) {
    if (other.name !== algorithm.name || other.driver !== algorithm.driver) continue
    const alike = COMPARED.filter(field => fieldText(other, field) === fieldText(algorithm, field)).length
    if (alike > most) [best, most] = [index, alike]
  }
  return best
}

function expectedModule(
  stock: CryptoAlgorithm,
  carved: CryptoAlgorithm,
  isOutside: (algorithm: CryptoAlgorithm) => boolean,
): string {
  if (stock.module !== 'kernel') return stock.module
  return carved.module === 'kernel' && isOutside(stock) ? 'kernel' : MODULE_NAME
}
