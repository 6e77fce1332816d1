// SPDX-License-Identifier: GPL-2.0-only
import type { SymversEntry } from '../symvers.js'

/** The text of a Module.symvers with these entries. */
export function writeSymvers(entries: readonly SymversEntry[]): string {
  return entries
    .map(({ crc, symbol, module, exportType, namespace }) => {
      const digits = crc.toString(16).padStart(8, '0')
      return `0x${digits}\t${symbol}\t${module}\t${exportType}\t${namespace}\n`
    })
    .join('')
}
