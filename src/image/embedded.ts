// SPDX-License-Identifier: GPL-2.0-only
import { checkedNumber } from '../core/bytes.js'
import { FormatError } from '../core/errors.js'
import {
  bytesAt,
  type Elf,
  ET_REL,
  readElf,
  SHF_ALLOC,
  SHT_NOBITS,
  sectionData,
  sectionNamed,
  symbolNamed,
} from '../formats/elf/index.js'
import { modinfoValue, readModinfo } from '../formats/modinfo/index.js'
import { elfExtent, signatureSize } from './module-extent.js'
import { EMBEDDED, MODULE_NAME } from './payload-names.js'

export interface EmbeddedModule {
  /** The module's file as it was embedded (a view). */
  readonly bytes: Uint8Array
  /** A stripped vmlinux has no symbols left, and a linker script may have merged the section. */
  readonly foundBy: 'symbols' | 'section' | 'search'
  /** Where it is once the kernel runs, before KASLR. */
  readonly address: bigint
}

/**
 * The module embedded in a vmlinux, or undefined when there is none.
 * Throws FormatError when its bounds make no sense or lie outside the file.
 */
export function embeddedModule(elf: Elf): EmbeddedModule | undefined {
  return bySymbols(elf) ?? bySection(elf) ?? bySearch(elf)
}

function bySymbols(elf: Elf): EmbeddedModule | undefined {
  const address = symbolNamed(elf, EMBEDDED.start)?.st_value
  const end = symbolNamed(elf, EMBEDDED.end)?.st_value
  if (address === undefined || end === undefined || end === address) return undefined
  const where = { offset: 0, field: `${EMBEDDED.start}..${EMBEDDED.end}` }
  const bytes = end < address ? undefined : bytesAt(elf, address, checkedNumber(end - address, where))
  if (bytes === undefined) throw new FormatError('the file has no bytes for this range of addresses', where)
  return { bytes, foundBy: 'symbols', address }
}

function bySection(elf: Elf): EmbeddedModule | undefined {
  const section = sectionNamed(elf, EMBEDDED.section)
  const data = section === undefined ? undefined : sectionData(elf, section)
  if (section === undefined || data === undefined || data.length === 0) return undefined
  return { bytes: withoutPadding(data), foundBy: 'section', address: section.sh_addr }
}

/** The section without what the linker put behind the file to align its end. */
function withoutPadding(data: Uint8Array): Uint8Array {
  const end = moduleSize(data)
  return data.subarray(end).every(byte => byte === 0) ? data.subarray(0, end) : data
}

/** Magic of a relocatable little-endian ELF64 file, up to e_type; other such files in a kernel are few (purgatory). */
const RELOCATABLE = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, ET_REL, 0])
/** Bounds the time that a file full of such beginnings can take. */
const MAX_CANDIDATES = 64

function bySearch(elf: Elf): EmbeddedModule | undefined {
  let candidates = 0
  for (const section of elf.sections) {
    if ((section.sh_flags & SHF_ALLOC) === 0n || section.sh_type === SHT_NOBITS) continue
    const data = sectionData(elf, section)
    const all = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    for (let at = all.indexOf(RELOCATABLE); at >= 0; at = all.indexOf(RELOCATABLE, at + 1)) {
      if (++candidates > MAX_CANDIDATES) return undefined
      const rest = data.subarray(at)
      if (!isOurModule(rest)) continue
      const bytes = rest.subarray(0, moduleSize(rest))
      return { bytes, foundBy: 'search', address: section.sh_addr + BigInt(at) }
    }
  }
  return undefined
}

function isOurModule(bytes: Uint8Array): boolean {
  try {
    const elf = readElf(bytes)
    const modinfo = sectionNamed(elf, '.modinfo')
    return (
      modinfo !== undefined && modinfoValue(readModinfo(sectionData(elf, modinfo)), 'name') === MODULE_NAME
    )
  } catch (error) {
    if (error instanceof FormatError) return false
    throw error
  }
}

function moduleSize(bytes: Uint8Array): number {
  const elf = readElf(bytes)
  return elfExtent(elf) + signatureSize(elf)
}
