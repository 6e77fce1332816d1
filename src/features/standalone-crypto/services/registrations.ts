// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, relocations, type Section, SHF_EXECINSTR, SHF_WRITE } from '../../../formats/elf/index.js'
import { type NameRecord, nameRecords } from '../registration-records.js'

/** What an object registers with the crypto API, as it stands in its data. */
export interface Registration {
  /** `generator`: a core of crypto/drbg.c, whose names are put together at run time. */
  readonly kind: 'algorithm' | 'template' | 'generator'
  /** As in /proc/crypto, with the underscores of internal ones: `__cbc(aes)`; of a generator the core, `hmac_sha512`. */
  readonly name: string
  /** Null for a template; of a generator what it is made of, `hmac(sha512)`. */
  readonly driver: string | null
  /** Null where it is no algorithm. */
  readonly priority: number | null
}

/**
 * Reads them by their form, in the order of the file: struct crypto_alg has cra_priority and cra_refcnt before cra_name, struct
 * crypto_template the pointer to its function create() before its name.
 */
export function registrationsIn(elf: Elf): Registration[] {
  const pointers = new Map<Section, ReadonlySet<number>>()
  const hasPointer = ({ section, at }: NameRecord, before: number) => {
    const known =
      pointers.get(section) ?? new Set(relocations(elf, section).map(each => Number(each.r_offset)))
    pointers.set(section, known)
    return known.has(at - before)
  }
  const registered = nameRecords(elf, { set: SHF_WRITE, step: 4 }).map((record): Registration => {
    const { name, second } = record
    if (second === undefined && hasPointer(record, POINTER)) {
      return { kind: 'template', name, driver: null, priority: null }
    }
    // crypto_set_driver_name() of crypto/algapi.c.
    return { kind: 'algorithm', name, driver: second ?? `${name}-generic`, priority: priorityOf(record) }
  })
  const constant = nameRecords(elf, { set: 0n, clear: SHF_WRITE | SHF_EXECINSTR, step: 2, like: CORE })
  const cores = constant.flatMap(({ name, second }): Registration[] =>
    second !== undefined ? [{ kind: 'generator', name, driver: second, priority: null }] : [],
  )
  return [...registered, ...cores]
}

const POINTER = 8

/** drbg_cores[] of crypto/drbg.c. */
const CORE = /^(?:ctr_aes|hmac_sha|sha)\d+$/

function priorityOf({ data, at }: NameRecord): number | null {
  if (at < POINTER) return null
  return new DataView(data.buffer, data.byteOffset, data.byteLength).getInt32(at - POINTER, true)
}
