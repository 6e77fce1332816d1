// SPDX-License-Identifier: GPL-2.0-only
import { groupBy } from '../core/group-by.js'
import {
  type Elf,
  type ElfSymbol,
  R_AARCH64_ABS64,
  R_X86_64_64,
  relocations,
  type Section,
  SHF_ALLOC,
  SHT_NOBITS,
  STT_FUNC,
  STT_OBJECT,
  sectionData,
  symbols,
  viewOf,
} from '../formats/elf/index.js'

/** What a file has that can be told by its bytes alone, whatever it is called elsewhere. */
export interface Contents {
  /** By size in bytes. */
  readonly functions: ReadonlyMap<number, readonly Sample[]>
  /** By their first four bytes. */
  readonly tables: ReadonlyMap<number, readonly Sample[]>
}

interface Sample {
  readonly name: string
  readonly bytes: Uint8Array
  /** Where the linker or the loader fills in an address, `[start, end)` in bytes, in order. */
  readonly filledIn: readonly (readonly [number, number])[]
}

/** A function or a constant table of one file that another has as well. */
export interface SharedContent {
  readonly kind: 'function' | 'table'
  /** In the first file. */
  readonly name: string
  /** The symbol of the second file that holds it, or else the section. */
  readonly at: string
  /** Offset in its section for ET_REL, an address otherwise. */
  readonly address: bigint
}

/**
 * Bytes of code, without the addresses that are filled in. Shorter functions are alike by chance, or are inline functions of
 * headers that the compiler put out of line (refcount_dec_and_test of arm64: 88).
 */
const LEAST_CODE = 256
const LEAST_TABLE = 64
/** A table has this many different bytes at least; less is padding, a mask or a small enumeration. */
const LEAST_VARIETY = 16

/** The functions and constant tables of modules, or of any objects, that are large and varied enough to be known by their bytes. */
export function contentsOf(elves: readonly Elf[]): Contents {
  const samples = elves.map(samplesOf)
  return {
    functions: groupBy(
      samples.flatMap(({ functions }) => functions),
      ({ bytes }) => bytes.length,
    ),
    tables: groupBy(
      samples.flatMap(({ tables }) => tables),
      ({ bytes }) => viewOf(bytes).getUint32(0, true),
    ),
  }
}

function samplesOf(elf: Elf) {
  const functions: Sample[] = []
  const tables: Sample[] = []
  const symbolsOf = groupBy(symbols(elf), ({ section }) => section)
  for (const section of loadedSections(elf)) {
    const places = filledInPlaces(elf, section)
    for (const symbol of apart(symbolsOf.get(section.index) ?? [])) {
      const sample = sampleOf(elf, symbol, section, places)
      const constant = sample.bytes.length - sample.filledIn.reduce((sum, [from, to]) => sum + to - from, 0)
      if (symbol.st_type === STT_FUNC && constant >= LEAST_CODE) functions.push(sample)
      if (symbol.st_type === STT_OBJECT && sample.filledIn.length === 0 && isTable(sample.bytes))
        tables.push(sample)
    }
  }
  return { functions, tables }
}

/**
 * What a file has of these contents: functions whose code is the same but for addresses that are filled in, and tables
 * wherever they lie, in other data too. Compiled with other options, a function is another one; its tables stay what they are.
 */
export function sharedContents({ functions, tables }: Contents, elf: Elf): SharedContent[] {
  const found: SharedContent[] = []
  const symbolsOf = groupBy(symbols(elf), ({ section }) => section)
  for (const section of loadedSections(elf)) {
    const data = sectionData(elf, section)
    const inSection = symbolsOf.get(section.index) ?? []
    for (const symbol of apart(inSection)) {
      if (symbol.st_type !== STT_FUNC) continue
      const body = bodyOf(data, symbol, section)
      for (const { name, ...sample } of functions.get(symbol.st_size) ?? []) {
        if (!isSame(body, sample)) continue
        found.push({ kind: 'function', name, at: symbol.name, address: symbol.st_value })
      }
    }
    found.push(
      ...tablesIn(data, tables).map(({ name, offset }): SharedContent => {
        const address = section.sh_addr + BigInt(offset)
        return { kind: 'table', name, at: nameAt(inSection, address) ?? section.name, address }
      }),
    )
  }
  return found
}

const loadedSections = ({ sections }: Elf): Section[] =>
  sections.filter(({ sh_flags, sh_type }) => (sh_flags & SHF_ALLOC) !== 0n && sh_type !== SHT_NOBITS)

/** Functions and variables that do not overlap, by address: one of each that has two names. */
function apart(inSection: readonly ElfSymbol[]): ElfSymbol[] {
  const sized = inSection.filter(
    ({ st_type, st_size }) => (st_type === STT_FUNC || st_type === STT_OBJECT) && st_size > 0,
  )
  let end = 0n
  return sized
    .sort((a, b) => Number(a.st_value - b.st_value))
    .filter(({ st_value, st_size }) => {
      if (st_value < end) return false
      end = st_value + BigInt(st_size)
      return true
    })
}

function sampleOf(
  elf: Elf,
  symbol: ElfSymbol,
  section: Section,
  places: readonly [number, number][],
): Sample {
  const start = Number(symbol.st_value - section.sh_addr)
  const bytes = bodyOf(sectionData(elf, section), symbol, section)
  const filledIn: (readonly [number, number])[] = []
  for (let index = firstFrom(places, start); index < places.length; index++) {
    const [from, to] = places[index] ?? [Infinity, Infinity]
    if (from >= start + bytes.length) break
    filledIn.push([from - start, Math.min(to - start, bytes.length)])
  }
  return { name: symbol.name, bytes, filledIn }
}

/** The index of the first place at or after an offset. */
function firstFrom(places: readonly (readonly [number, number])[], offset: number): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((places[middle]?.[0] ?? Infinity) < offset) low = middle + 1
    else high = middle
  }
  return low
}

const WIDE: ReadonlySet<number> = new Set([R_X86_64_64, R_AARCH64_ABS64])

/** Of a relocation in code, one instruction of arm64 or 32 bits of x86_64, if it is no address of 64 bits. */
const filledInPlaces = (elf: Elf, section: Section): [number, number][] =>
  relocations(elf, section)
    .map(({ r_offset, r_type }): [number, number] => {
      const from = Number(r_offset)
      return [from, from + (WIDE.has(r_type) ? 8 : 4)]
    })
    .sort(([a], [b]) => a - b)

function bodyOf(data: Uint8Array, { st_value, st_size }: ElfSymbol, { sh_addr }: Section): Uint8Array {
  const start = Number(st_value - sh_addr)
  return data.subarray(start, start + st_size)
}

function isSame(body: Uint8Array, { bytes, filledIn }: Omit<Sample, 'name'>): boolean {
  if (body.length !== bytes.length) return false
  let at = 0
  for (const [from, to] of [...filledIn, [bytes.length, bytes.length] as const]) {
    if (Buffer.compare(body.subarray(at, from), bytes.subarray(at, from)) !== 0) return false
    at = to
  }
  return true
}

const isTable = (bytes: Uint8Array): boolean =>
  bytes.length >= LEAST_TABLE && new Set(bytes).size >= LEAST_VARIETY && !isProgression(bytes)

/** Whether every 32-bit word is the one before plus the same number, as in a table that maps every byte to itself. */
function isProgression(bytes: Uint8Array): boolean {
  const view = viewOf(bytes)
  const words = Array.from({ length: bytes.length >> 2 }, (_, index) => view.getUint32(4 * index, true))
  const steps = new Set(words.slice(1).map((word, index) => (word - (words[index] ?? 0)) >>> 0))
  return steps.size === 1
}

/** Tables are aligned to four bytes. */
function tablesIn(data: Uint8Array, tables: Contents['tables']): { name: string; offset: number }[] {
  const view = viewOf(data)
  const found: { name: string; offset: number }[] = []
  for (let offset = 0; offset + LEAST_TABLE <= data.length; offset += 4) {
    for (const { name, bytes } of tables.get(view.getUint32(offset, true)) ?? []) {
      if (Buffer.compare(data.subarray(offset, offset + bytes.length), bytes) === 0)
        found.push({ name, offset })
    }
  }
  return found
}

/** The last of the symbols that begins at or before an address. */
function nameAt(inSection: readonly ElfSymbol[], address: bigint): string | undefined {
  let last: ElfSymbol | undefined
  for (const symbol of inSection) {
    if (symbol.name === '' || symbol.st_value > address) continue
    if (last === undefined || symbol.st_value > last.st_value) last = symbol
  }
  return last?.name
}
