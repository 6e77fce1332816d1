// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, counted } from '../../../../checks/check.js'
import { excess } from '../../../../core/multiset.js'
import { linesIn } from '../../../../formats/lines/index.js'

/** Whether both kernels give the same answers through AF_ALG, request by request. */
export function compareResults(stock: string, carved: string): Check {
  const [before, after] = [linesIn(stock), linesIn(carved)]
  const differences = [
    ...excess(before, after).map(line => `only in stock: ${line}`),
    ...excess(after, before).map(line => `only in carved: ${line}`),
  ]
  const evidence = before.length === 0 ? [] : [`${counted(before.length, 'AF_ALG result')} compared`]
  return checkOf('af-alg', 'AF_ALG gives the same results', { evidence, differences })
}
