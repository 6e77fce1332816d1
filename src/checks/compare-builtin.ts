// SPDX-License-Identifier: GPL-2.0-only
import { excess } from '../core/multiset.js'
import { type Check, checkOf, counted } from './check.js'

/** Whether two kernels name the same modules as built in (modules.builtin), so that modprobe succeeds for them. */
export function compareBuiltin(stock: readonly string[], other: readonly string[]): Check {
  const differences = [
    ...excess(stock, other).map(name => `${name} is missing`),
    ...excess(other, stock).map(name => `${name} is new`),
  ]
  const evidence = stock.length === 0 ? [] : [`${counted(stock.length, 'name')} in modules.builtin`]
  return checkOf('modules-builtin', 'modules.builtin lists the same names', { evidence, differences })
}
