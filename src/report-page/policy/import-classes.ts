// SPDX-License-Identifier: GPL-2.0-only
import type { ReportData } from '../report-data.js'

/** Imports of one class and for one reason. */
export interface ImportGroup {
  readonly class: 'cryptography' | 'not classed' | 'named exception' | 'kernel service'
  /** Empty where a class needs none. */
  readonly because: string
  readonly names: readonly string[]
}

/** The imports of the module, those that matter most first; undefined where the run did not class them. */
export function importGroups({ crossings }: Pick<ReportData, 'crossings'>): ImportGroup[] | undefined {
  const imports = crossings?.symbols.filter(({ direction }) => direction === 'out') ?? []
  if (imports.length === 0 || imports.some(symbol => symbol.class === null)) return undefined
  return ORDER.flatMap(its => {
    const own = imports.filter(symbol => symbol.class === its)
    // Which symbol of the kernel a service is an alias of is no reason.
    const reasonOf = ({ because }: (typeof own)[number]) => (its === 'kernel service' ? '' : (because ?? ''))
    const groups = [...new Set(own.map(reasonOf))].map(because => ({
      class: its,
      because,
      names: own.filter(symbol => reasonOf(symbol) === because).map(({ name }) => name),
    }))
    // That there is no cryptography is what the table is for.
    return groups.length === 0 && its === 'cryptography' ? [{ class: its, because: '', names: [] }] : groups
  })
}

const ORDER = ['cryptography', 'not classed', 'named exception', 'kernel service'] as const
