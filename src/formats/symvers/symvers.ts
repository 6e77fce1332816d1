// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { linesOf } from '../lines/index.js'

/** One exported symbol of a Module.symvers (Documentation/kbuild/modules.rst). */
export interface SymversEntry {
  /** 0 without CONFIG_MODVERSIONS. */
  readonly crc: number
  readonly symbol: string
  /** `vmlinux`, or the module's path without `.ko`. */
  readonly module: string
  /** `EXPORT_SYMBOL` or `EXPORT_SYMBOL_GPL`. */
  readonly exportType: string
  /** Empty when the symbol is in none. */
  readonly namespace: string
}

/** Reads Module.symvers; throws FormatError, whose offset is in characters, for a line with other fields. */
export function readSymvers(text: string): readonly SymversEntry[] {
  return Array.from(linesOf(text), ({ text: line, offset }) => {
    const [crc = '', symbol = '', module = '', exportType = '', namespace = '', ...more] = line.split('\t')
    if (!/^0x[0-9a-f]{8}$/.test(crc)) {
      throw new FormatError(`${JSON.stringify(crc.slice(0, 40))} is not a checksum like 0x00000000`, {
        offset,
        field: 'crc',
      })
    }
    if (symbol === '' || module === '' || !exportType.startsWith('EXPORT_SYMBOL') || more.length > 0) {
      throw new FormatError('not the five fields crc, symbol, module, export type and namespace', {
        offset,
        field: 'symvers line',
      })
    }
    return { crc: Number(crc), symbol, module, exportType, namespace }
  })
}
