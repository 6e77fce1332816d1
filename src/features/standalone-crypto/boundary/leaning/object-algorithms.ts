// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, SHF_ALLOC, SHF_WRITE, SHT_NOBITS, sectionData } from '../../../../formats/elf/index.js'

/** CRYPTO_MAX_ALG_NAME of include/linux/crypto.h. */
const NAME_SIZE = 128
/** Names of struct crypto_alg and struct crypto_template. Those of internal algorithms begin with underscores. */
const NAME = /^_*([a-z0-9][a-z0-9(),_+-]*)$/

/**
 * The algorithms and templates that an object registers, by driver (`sha256-generic`) or template (`hmac`). They are found by
 * their form, an array of 128 characters padded with zeros in writable data: cra_name, which cra_driver_name follows in
 * struct crypto_alg, or the name of a struct crypto_template. What is put together at run time is not seen.
 */
export function algorithmsIn(elf: Elf): string[] {
  const found: string[] = []
  for (const section of elf.sections) {
    if ((section.sh_flags & SHF_ALLOC) === 0n || (section.sh_flags & SHF_WRITE) === 0n) continue
    if (section.sh_type === SHT_NOBITS) continue
    found.push(...namesIn(sectionData(elf, section)))
  }
  return [...new Set(found)]
}

function namesIn(data: Uint8Array): string[] {
  const found: string[] = []
  for (let at = 0; at + NAME_SIZE <= data.length; at += 4) {
    const name = paddedName(data, at)
    if (name === undefined) continue
    const driver = paddedName(data, at + NAME_SIZE)
    found.push(driver ?? name)
    at += (driver === undefined ? NAME_SIZE : 2 * NAME_SIZE) - 4
  }
  return found
}

function paddedName(data: Uint8Array, at: number): string | undefined {
  if (at + NAME_SIZE > data.length || data[at] === 0) return undefined
  const end = data.indexOf(0, at)
  if (end < 0 || end - at >= NAME_SIZE) return undefined
  for (let each = end; each < at + NAME_SIZE; each++) if (data[each] !== 0) return undefined
  return NAME.exec(Buffer.from(data.buffer, data.byteOffset + at, end - at).toString('latin1'))?.[1]
}
