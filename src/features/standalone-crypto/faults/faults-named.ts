// SPDX-License-Identifier: GPL-2.0-only
import { UsageError } from '../../../core/errors.js'
import type { Fault } from './fault.js'
import { faults } from './faults.js'

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
