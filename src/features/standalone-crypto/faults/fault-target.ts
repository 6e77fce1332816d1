// SPDX-License-Identifier: GPL-2.0-only
import { createHmac } from 'node:crypto'
import { UsageError } from '../../../core/errors.js'
import {
  bytesAt,
  type Elf,
  RELA_SIZE,
  readElf,
  relocationTable,
  type Section,
  SHT_RELA,
  sectionData,
  sectionNamed,
  symbolNamed,
  viewOf,
} from '../../../formats/elf/index.js'
import { embeddedModules } from '../carried/index.js'
import { DIGESTS } from '../names.js'

/** A vmlinux in memory whose bytes a fault changes: all of these are views of it. */
export interface FaultTarget {
  readonly vmlinux: Elf
  /** The embedded module: of two the one that this boot loads. */
  readonly module: Elf
  /** Its digest, in hexadecimal digits. */
  readonly digest: Uint8Array
  /** CONFIG_CRYPTO_FIPS140_HMAC_KEY. */
  readonly key: string
}

export interface FaultTargetOptions {
  /** CONFIG_CRYPTO_FIPS140_HMAC_KEY. */
  readonly key: string
  /** Whether the boot is one in FIPS mode: where two modules are embedded it loads the first, and any other the second. */
  readonly fips: boolean
}

/** Throws UsageError when the vmlinux carries no module with a digest. */
export function faultTarget(bytes: Uint8Array, { key, fips }: FaultTargetOptions): FaultTarget {
  const vmlinux = readElf(bytes)
  const modules = embeddedModules(vmlinux)
  const which = fips ? 0 : modules.length - 1
  const embedded = modules[which]
  const address = symbolNamed(vmlinux, DIGESTS[which]?.start ?? '')?.st_value
  const digest = address === undefined ? undefined : bytesAt(vmlinux, address, 64)
  if (embedded === undefined || digest === undefined) {
    throw new UsageError('the kernel carries no fips140.ko', { hint: 'build it with kcarve build' })
  }
  return { vmlinux, module: readElf(embedded.bytes), digest, key }
}

/** Inverts a bit. */
export function flip(bytes: Uint8Array, at: number): void {
  if (at >= bytes.length) throw new RangeError(`${at} is not in ${bytes.length} bytes`)
  bytes[at] = (bytes[at] ?? 0) ^ 1
}

export function section(elf: Elf, name: string): Section {
  const found = sectionNamed(elf, name)
  if (found === undefined) throw new UsageError(`the module has no section ${name}`)
  return found
}

/** Of a symbol in the symbol table; throws UsageError when there is none of that name. */
export function indexOf(elf: Elf, name: string): number {
  const symbol = symbolNamed(elf, name)
  if (symbol === undefined) throw new UsageError(`the module has no symbol ${name}`)
  return symbol.index
}

/** Where a symbol of the module is: the bytes of its section, and its place in them. */
export function placeOf(elf: Elf, name: string): { readonly in: Section; readonly at: number } {
  const symbol = symbolNamed(elf, name)
  const found = symbol?.section === undefined ? undefined : elf.sections[symbol.section]
  if (symbol === undefined || found === undefined) throw new UsageError(`the module has no symbol ${name}`)
  // Of a linked file values are addresses, of a relocatable one offsets.
  return { in: found, at: Number(symbol.st_value - found.sh_addr) }
}

/** Each place of a sequence in these bytes. */
export function occurrences(bytes: Uint8Array, sequence: Uint8Array): { bytes: Uint8Array; at: number }[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const found: { bytes: Uint8Array; at: number }[] = []
  for (let at = buffer.indexOf(sequence); at >= 0; at = buffer.indexOf(sequence, at + 1)) {
    found.push({ bytes, at })
  }
  return found
}

/**
 * Puts instructions at the beginning of a function, and takes away what the loader would relocate there. Throws UsageError when
 * there is no such function, or when it is too short.
 */
export function overwrite(elf: Elf, name: string, code: Uint8Array): void {
  const place = placeOf(elf, name)
  const size = symbolNamed(elf, name)?.st_size ?? 0
  // What is written by hand in assembly may not tell.
  if (size > 0 && size < code.length) {
    throw new UsageError(`${name}() has ${size} bytes, the fault needs ${code.length}`)
  }
  sectionData(elf, place.in).set(code, place.at)
  const rela = elf.sections.find(({ sh_type, sh_info }) => sh_type === SHT_RELA && sh_info === place.in.index)
  if (rela === undefined) return
  const table = viewOf(sectionData(elf, rela))
  for (const [index, { r_offset }] of relocationTable(elf, rela).entries()) {
    const distance = Number(r_offset) - place.at
    // r_type, at 8 of 24 bytes: none. In code they are of four bytes.
    if (distance > -4 && distance < code.length) table.setUint32(index * RELA_SIZE + 8, 0, true)
  }
}

/** Makes the digest that of the module as it is now. */
export function digestAnew({ module, digest, key }: FaultTarget): void {
  const hmac = createHmac('sha256', key).update(module.bytes).digest('hex')
  digest.set(Buffer.from(hmac))
}
