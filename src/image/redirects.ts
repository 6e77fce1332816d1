// SPDX-License-Identifier: GPL-2.0-only
import {
  type Elf,
  type ElfSymbol,
  STT_FUNC,
  STT_OBJECT,
  sectionNamed,
  symbolNamed,
  symbols,
} from '../formats/elf/index.js'
import { REDIRECTS, WRAP_PREFIX } from './payload-names.js'

export interface Redirect {
  /** The symbol that vmlinux code asks for. */
  readonly name: string
  /** The symbol as it stands in vmlinux, with the prefix of `ld --wrap` when it has one. */
  readonly symbol: string
  readonly address: bigint
  /** Bytes. */
  readonly size: number
}

export interface Redirects {
  readonly functions: readonly Redirect[]
  readonly variables: readonly Redirect[]
}

/** What in vmlinux leads to the module, by address; undefined when there is nothing, or no symbols to tell it. */
export function redirectsOf(elf: Elf): Redirects | undefined {
  const range = redirectRange(elf)
  if (range === undefined || symbols(elf).length === 0) return undefined
  const inside = symbols(elf).filter(
    ({ section, st_value }) => section !== undefined && st_value >= range.start && st_value < range.end,
  )
  return { functions: ofType(inside, STT_FUNC), variables: ofType(inside, STT_OBJECT) }
}

function redirectRange(elf: Elf): { start: bigint; end: bigint } | undefined {
  const start = symbolNamed(elf, REDIRECTS.start)
  const end = symbolNamed(elf, REDIRECTS.end)
  if (start !== undefined && end !== undefined) return { start: start.st_value, end: end.st_value }
  const section = sectionNamed(elf, REDIRECTS.section)
  return section && { start: section.sh_addr, end: section.sh_addr + BigInt(section.sh_size) }
}

function ofType(found: readonly ElfSymbol[], type: number): readonly Redirect[] {
  return found
    .filter(({ st_type }) => st_type === type)
    .map(({ name, st_value, st_size }) => ({
      name: name.startsWith(WRAP_PREFIX) ? name.slice(WRAP_PREFIX.length) : name,
      symbol: name,
      address: st_value,
      size: st_size,
    }))
    .sort((a, b) => (a.address < b.address ? -1 : 1))
}
