// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, relocations, sectionData, symbolNamed, symbols } from '../../../../formats/elf/index.js'
import { SELF_CHECK } from '../../names.js'

/** A PC-relative reference of x86 counts from the end of its four bytes, so its addend is less by as many. */
const ADDEND_SHIFTS = [0, 4]
const MAX_KEY = 1024
/** The module is hashed once with each. */
const MAX_CANDIDATES = 32

/**
 * The strings that the function of the module which checks its image refers to: one of them is the key, which is no secret.
 * Empty when the module has no such function, or no symbols.
 */
export function keyCandidates(elf: Elf): readonly string[] {
  const check = symbolNamed(elf, SELF_CHECK)
  const text = check?.section === undefined ? undefined : elf.sections[check.section]
  if (check === undefined || text === undefined) return []
  const end = check.st_value + BigInt(check.st_size)
  const strings = relocations(elf, text)
    .filter(({ r_offset }) => r_offset >= check.st_value && r_offset < end)
    .flatMap(({ r_sym, r_addend }) => {
      const symbol = symbols(elf)[r_sym]
      return symbol === undefined
        ? []
        : ADDEND_SHIFTS.map(shift => stringAt(elf, symbol, r_addend + BigInt(shift)))
    })
  return [...new Set(strings.filter(text => text !== undefined))].slice(0, MAX_CANDIDATES)
}

function stringAt(
  elf: Elf,
  symbol: { readonly section: number | undefined; readonly st_value: bigint },
  addend: bigint,
): string | undefined {
  const section = symbol.section === undefined ? undefined : elf.sections[symbol.section]
  if (section === undefined) return undefined
  const data = sectionData(elf, section)
  const start = Number(symbol.st_value + addend)
  if (start < 0 || start >= data.length || (start > 0 && data[start - 1] !== 0)) return undefined
  const head = Buffer.from(data.subarray(start, start + MAX_KEY))
  const end = head.indexOf(0)
  const text = head.toString('latin1', 0, Math.max(end, 0))
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined
}
