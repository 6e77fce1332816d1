// SPDX-License-Identifier: GPL-2.0-only
import { viewOf } from '../../formats/elf/index.js'
import type { Table } from './table.js'

/** struct kernel_symbol with relative offsets: value, name, namespace, each from its own place. */
const ENTRY = 12
const NAME = 4
const NAMESPACE = 8
/** Fewer could be chance. */
const LEAST = 8
/** No kernel has its strings further behind its tables. */
const FURTHEST = 2 ** 24

/**
 * __ksymtab, __ksymtab_gpl, their CRCs if there are any, and __ksymtab_strings stand one behind the other; each of the first two is
 * sorted by name (SORT in vmlinux.lds.h), so the second begins where a name is less than the one before it.
 */
export function exportTables(memory: Uint8Array): readonly Table[] {
  const names = nameReader(memory)
  const run = longestRun(memory, names)
  if (run === undefined) return []
  const [first, second] = [run.restart - run.start, run.end - run.restart]
  const crcs = run.strings - run.end
  if (crcs !== 0 && crcs !== (first + second) / 3) return []
  const sizes = {
    __ksymtab: first,
    __ksymtab_gpl: second,
    __kcrctab: crcs && first / 3,
    __kcrctab_gpl: crcs && second / 3,
  }
  let offset = run.start
  const tables = Object.entries(sizes).map(([name, size]) => {
    const table = { name, offset, size }
    offset += size
    return table
  })
  const strings = { name: '__ksymtab_strings', offset: run.strings, size: run.stringsEnd - run.strings }
  return [...tables.filter(({ size }) => size > 0), strings]
}

/** Entries in a row whose names are sorted, save for one restart; offsets in bytes. */
interface SymbolRun {
  readonly start: number
  /** Where the names start again: the end of the run when they do not. */
  readonly restart: number
  readonly end: number
  /** From the first string that an entry points to up to the end of the last one. */
  readonly strings: number
  readonly stringsEnd: number
}

function longestRun(memory: Uint8Array, names: (at: number) => string | undefined): SymbolRun | undefined {
  let longest: SymbolRun | undefined
  for (let at = 0; at + ENTRY <= memory.length; at += 4) {
    if (names(at) === undefined) continue
    const run = runFrom(at, memory, names)
    if (
      run.end - run.start >= LEAST * ENTRY &&
      run.end - run.start > (longest ? longest.end - longest.start : 0)
    )
      longest = run
    // Shorter ones begin inside of it, or at another word of its first entries.
    if (run.end - run.start >= LEAST * ENTRY) at = run.end - 4
  }
  return longest
}

function runFrom(start: number, memory: Uint8Array, names: (at: number) => string | undefined): SymbolRun {
  const view = viewOf(memory)
  let [restart, strings, stringsEnd, before] = [-1, Number.POSITIVE_INFINITY, 0, '']
  let at = start
  for (; at + ENTRY <= memory.length; at += ENTRY) {
    const name = names(at)
    if (name === undefined || name === before) break
    if (name < before) {
      if (restart >= 0) break
      restart = at
    }
    before = name
    for (const field of [NAME, NAMESPACE]) {
      const offset = view.getInt32(at + field, true)
      // No namespace, as symbols exported by assembler have it up to 6.1.
      if (offset === 0) continue
      const target = at + field + offset
      strings = Math.min(strings, target)
      stringsEnd = Math.max(stringsEnd, memory.indexOf(0, target) + 1)
    }
  }
  return { start, restart: restart < 0 ? at : restart, end: at, strings, stringsEnd }
}

/** Gives the name of the entry that may be at an offset; undefined when its offsets cannot be those of an entry. */
function nameReader(memory: Uint8Array): (at: number) => string | undefined {
  const view = viewOf(memory)
  return at => {
    if (at + ENTRY > memory.length) return undefined
    const [name, namespace] = [view.getInt32(at + NAME, true), view.getInt32(at + NAMESPACE, true)]
    if (name <= 0 || namespace < 0 || name > FURTHEST || namespace > FURTHEST) return undefined
    const text = textAt(memory, at + NAME + name, isOfName)
    if (text === undefined || text === '') return undefined
    return textAt(memory, at + NAMESPACE + namespace, isPrintable) === undefined ? undefined : text
  }
}

/** KSYM_NAME_LEN; bounds the time that a damaged file can take. */
const LONGEST = 512

/** What stands there up to a NUL, if it is made of such bytes. */
function textAt(memory: Uint8Array, start: number, isOfText: (byte: number) => boolean): string | undefined {
  const most = Math.min(start + LONGEST, memory.length)
  for (let at = start; at < most; at++) {
    const byte = memory[at] as number
    if (byte === 0) return String.fromCharCode(...memory.subarray(start, at))
    if (!isOfText(byte)) return undefined
  }
  return undefined
}

const NAME_BYTES = new Set(Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$'))
const isOfName = (byte: number): boolean => NAME_BYTES.has(byte)
/** `CRYPTO_INTERNAL`, but also `module:kvm,kvm-intel`. */
const isPrintable = (byte: number): boolean => byte > 0x20 && byte < 0x7f
