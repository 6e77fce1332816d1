// SPDX-License-Identifier: GPL-2.0-only
import { checkedNumber } from '../../../core/bytes.js'
import { FormatError } from '../../../core/errors.js'
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
} from '../../../formats/elf/index.js'
import { modinfoValue, readModinfo } from '../../../formats/modinfo/index.js'
import { elfExtent, signatureSize } from '../../../image/index.js'
import { EMBEDDED, MODULE_NAME } from '../names.js'

export interface EmbeddedModule {
  /** The module's file as it was embedded (a view). */
  readonly bytes: Uint8Array
  /** A stripped vmlinux has no symbols left, and a linker script may have merged the section. */
  readonly foundBy: 'symbols' | 'section' | 'search'
  /** Where it is once the kernel runs, before KASLR. */
  readonly address: bigint
}

/**
 * The modules embedded in a vmlinux, in their order: a prebuilt one comes before the one that was built with the kernel.
 * Empty when there is none. Throws FormatError when their bounds make no sense or lie outside the file.
 */
export function embeddedModules(elf: Elf): EmbeddedModule[] {
  for (const find of [bySymbols, bySection, bySearch]) {
    const found = find(elf)
    if (found.length > 0) return found
  }
  return []
}

function bySymbols(elf: Elf): EmbeddedModule[] {
  return EMBEDDED.symbols.flatMap(({ start, end }) => {
    const address = symbolNamed(elf, start)?.st_value
    const past = symbolNamed(elf, end)?.st_value
    if (address === undefined || past === undefined || past === address) return []
    const where = { offset: 0, field: `${start}..${end}` }
    const bytes = past < address ? undefined : bytesAt(elf, address, checkedNumber(past - address, where))
    if (bytes === undefined) throw new FormatError('the file has no bytes for this range of addresses', where)
    return [{ bytes, foundBy: 'symbols', address }]
  })
}

function bySection(elf: Elf): EmbeddedModule[] {
  const section = sectionNamed(elf, EMBEDDED.section)
  if (section === undefined) return []
  const data = sectionData(elf, section)
  const found: EmbeddedModule[] = []
  let at = 0
  while (at < data.length && found.length < MAX_CANDIDATES && (at === 0 || startsModule(data, at))) {
    const bytes = data.subarray(at, at + moduleSize(data.subarray(at)))
    found.push({ bytes, foundBy: 'section', address: section.sh_addr + BigInt(at) })
    at = Math.ceil((at + bytes.length) / EMBEDDED.alignment) * EMBEDDED.alignment
  }
  return found
}

/** Bounds the time that a file full of modules, or of what begins like one, can take. */
const MAX_CANDIDATES = 64

const startsModule = (data: Uint8Array, at: number) =>
  RELOCATABLE.equals(data.subarray(at, at + RELOCATABLE.length))

/** Magic of a relocatable little-endian ELF64 file, up to e_type; other such files in a kernel are few (purgatory). */
const RELOCATABLE = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, ET_REL, 0])
function bySearch(elf: Elf): EmbeddedModule[] {
  const found: EmbeddedModule[] = []
  let candidates = 0
  for (const section of elf.sections) {
    if ((section.sh_flags & SHF_ALLOC) === 0n || section.sh_type === SHT_NOBITS) continue
    const data = sectionData(elf, section)
    const all = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    for (let at = all.indexOf(RELOCATABLE); at >= 0; at = all.indexOf(RELOCATABLE, at + 1)) {
      if (++candidates > MAX_CANDIDATES) return found
      const rest = data.subarray(at)
      if (!isOurModule(rest)) continue
      const bytes = rest.subarray(0, moduleSize(rest))
      found.push({ bytes, foundBy: 'search', address: section.sh_addr + BigInt(at) })
    }
  }
  return found
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
