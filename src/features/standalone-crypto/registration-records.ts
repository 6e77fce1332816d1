// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, type Section, SHF_ALLOC, SHT_NOBITS, sectionData } from '../../formats/elf/index.js'

/** CRYPTO_MAX_ALG_NAME of include/linux/crypto.h. */
const NAME_SIZE = 128
/** Names of struct crypto_alg and struct crypto_template. Those of internal algorithms begin with underscores. */
const NAME = /^_*[a-z0-9][a-z0-9(),_+-]*$/

/** Holds the name of the module itself. */
const THIS_MODULE = '.gnu.linkonce.this_module'

/** A name in the data of an object: an array of 128 characters, padded with zeros. */
export interface NameRecord {
  readonly section: Section
  /** The bytes of that section. */
  readonly data: Uint8Array
  /** Offset in its section. */
  readonly at: number
  readonly name: string
  /** The array that follows it, if that is a name as well. */
  readonly second: string | undefined
}

export interface RecordSearch {
  /** Flags that sections must have, and must not have. */
  readonly set: bigint
  readonly clear?: bigint
  /** Bytes between the places where a name may be. */
  readonly step: number
  /** What the names look like. */
  readonly like?: RegExp
}

/** The names that stand in sections of an object with these flags set, or not; see NameRecord. */
export function nameRecords(elf: Elf, { set, clear = 0n, step, like = NAME }: RecordSearch): NameRecord[] {
  return elf.sections
    .filter(
      ({ name, sh_flags, sh_type }) =>
        (sh_flags & (set | SHF_ALLOC)) === (set | SHF_ALLOC) &&
        (sh_flags & clear) === 0n &&
        sh_type !== SHT_NOBITS &&
        name !== THIS_MODULE,
    )
    .flatMap(section => recordsIn(section, sectionData(elf, section), { step, like }))
}

function recordsIn(
  section: Section,
  data: Uint8Array,
  { step, like }: Required<Pick<RecordSearch, 'step' | 'like'>>,
): NameRecord[] {
  const found: NameRecord[] = []
  for (let at = 0; at + NAME_SIZE <= data.length; at += step) {
    const name = paddedName(data, at, like)
    if (name === undefined) continue
    const second = paddedName(data, at + NAME_SIZE, NAME)
    found.push({ section, data, at, name, second })
    at += (second === undefined ? NAME_SIZE : 2 * NAME_SIZE) - step
  }
  return found
}

function paddedName(data: Uint8Array, at: number, like: RegExp): string | undefined {
  if (at + NAME_SIZE > data.length || data[at] === 0) return undefined
  const end = data.indexOf(0, at)
  if (end < 0 || end - at >= NAME_SIZE) return undefined
  for (let each = end; each < at + NAME_SIZE; each++) if (data[each] !== 0) return undefined
  return like.exec(Buffer.from(data.buffer, data.byteOffset + at, end - at).toString('latin1'))?.[0]
}
