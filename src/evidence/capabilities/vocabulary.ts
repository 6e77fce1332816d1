// SPDX-License-Identifier: GPL-2.0-only

/** What an algorithm of the kernel is, in the words of CycloneDX and of its registry of cryptography. */
export interface Cryptography {
  /** After the registry's pattern for the family; the kernel's own name where it has none. */
  readonly name: string
  readonly primitive: Primitive
  /** A family of the registry. */
  readonly family?: string | undefined
  readonly parameterSet?: string | undefined
  readonly curve?: string | undefined
  readonly mode?: 'cbc' | 'ecb' | 'ccm' | 'gcm' | 'ctr' | 'cfb' | 'ofb' | 'other' | undefined
  readonly padding?: 'pkcs1v15' | 'raw' | undefined
  readonly functions: readonly CryptoFunction[]
}

export type Primitive =
  | 'drbg'
  | 'mac'
  | 'block-cipher'
  | 'stream-cipher'
  | 'signature'
  | 'hash'
  | 'pke'
  | 'xof'
  | 'kdf'
  | 'key-agree'
  | 'ae'
  | 'key-wrap'
  | 'other'
  | 'unknown'

type CryptoFunction =
  | 'generate'
  | 'keygen'
  | 'encrypt'
  | 'decrypt'
  | 'digest'
  | 'tag'
  | 'keyderive'
  | 'sign'
  | 'verify'
  | 'other'
