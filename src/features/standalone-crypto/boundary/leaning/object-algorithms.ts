// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, SHF_WRITE } from '../../../../formats/elf/index.js'
import { nameRecords } from '../../registration-records.js'

/**
 * The algorithms and templates that an object registers, by driver (`sha256-generic`) or template (`hmac`), without the
 * underscores of internal ones. They are found by their form, in writable data: cra_name, which cra_driver_name follows in
 * struct crypto_alg, or the name of a struct crypto_template. What is put together at run time is not seen.
 */
export function algorithmsIn(elf: Elf): string[] {
  const names = nameRecords(elf, { set: SHF_WRITE, step: 4 }).map(({ name, second }) => second ?? name)
  return [...new Set(names.map(name => name.replace(/^_+/, '')))]
}
