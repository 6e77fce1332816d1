// SPDX-License-Identifier: GPL-2.0-only
import { type AlgorithmFact, saltBits } from '../../features/standalone-crypto/services/index.js'
import { cryptographyOf } from './cryptography.js'
import type { Cryptography } from './vocabulary.js'

/** What an algorithm can be used for, and with which sizes. In bits, keys less their salt; empty or null where nothing that was read tells. */
export interface Capabilities extends Cryptography {
  readonly keyBits: readonly number[]
  /** Sizes that the self-test uses, which need not be all. */
  readonly testedKeyBits: readonly number[]
  /** Of keys that may have any size in between. */
  readonly keyRange: { readonly from: number; readonly to: number } | null
  readonly ivBits: number | null
  readonly digestBits: number | null
  readonly maxTagBits: number | null
}

/** Sizes come from /proc/crypto of a boot, and from the vectors of the self-test. */
export function capabilitiesOf(fact: AlgorithmFact): Capabilities {
  const cryptography = cryptographyOf(fact.name, fact.driver)
  const bits = (field: string) => {
    const text = fact.parameters[field]
    return text === undefined || !/^\d{1,9}$/.test(text) ? null : Number(text) * 8
  }
  const [from, to] = [bits('min keysize'), bits('max keysize')]
  const salt = saltBits(fact.name)
  const range = from === null || to === null || to <= salt ? null : { from: from - salt, to: to - salt }
  const sizes = range === null ? [] : sizesBetween(range, cryptography)
  return {
    ...cryptography,
    keyBits: sizes,
    testedKeyBits: fact.testedKeyBits,
    keyRange: sizes.length > 0 ? null : range,
    ivBits: bits('ivsize'),
    digestBits: bits('digestsize'),
    maxTagBits: bits('maxauthsize'),
  }
}

/** Those that a standard defines, of a range that /proc/crypto gives as its ends; empty where any size is right. */
function sizesBetween(
  { from, to }: { readonly from: number; readonly to: number },
  { family, name }: Cryptography,
): readonly number[] {
  if (from === to) return [from]
  if (family !== 'AES') return []
  // XTS takes two keys of 128 or 256 bits (SP 800-38E); the kernel takes two of 192 as well.
  const factor = name.endsWith('-XTS') ? 2 : 1
  return [128, 192, 256].map(size => size * factor).filter(size => size >= from && size <= to)
}

/** `128, 192, 256`, `8 to 2048`, or empty. */
export function keyText({ keyBits, keyRange }: Pick<Capabilities, 'keyBits' | 'keyRange'>): string {
  return keyRange === null ? keyBits.join(', ') : `${keyRange.from} to ${keyRange.to}`
}
