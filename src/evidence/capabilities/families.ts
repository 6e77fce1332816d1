// SPDX-License-Identifier: GPL-2.0-only
// The kernel's names of algorithms, and those of CycloneDX's registry of cryptography (schema/cryptography-defs.json of its
// specification, as of 1.7): families, and names after the patterns of their variants.
import type { Cryptography } from './vocabulary.js'

interface Named {
  readonly name: string
  readonly family?: string | undefined
  readonly parameterSet?: string | undefined
}

interface NamedHash extends Named {
  readonly primitive?: 'hash' | 'xof' | 'mac' | 'other' | undefined
}

const sized = (
  family: string,
  names: Readonly<Record<string, readonly [name: string, parameterSet: string]>>,
): Readonly<Record<string, NamedHash>> =>
  Object.fromEntries(
    Object.entries(names).map(([kernel, [name, parameterSet]]) => [kernel, { name, family, parameterSet }]),
  )

export const HASHES: Readonly<Record<string, NamedHash>> = {
  md4: { name: 'MD4', family: 'MD4' },
  md5: { name: 'MD5', family: 'MD5' },
  sha1: { name: 'SHA-1', family: 'SHA-1' },
  ...sized('SHA-2', {
    sha224: ['SHA-224', '224'],
    sha256: ['SHA-256', '256'],
    sha384: ['SHA-384', '384'],
    sha512: ['SHA-512', '512'],
  }),
  ...sized('SHA-3', {
    'sha3-224': ['SHA3-224', '224'],
    'sha3-256': ['SHA3-256', '256'],
    'sha3-384': ['SHA3-384', '384'],
    'sha3-512': ['SHA3-512', '512'],
  }),
  ...sized('BLAKE2', {
    'blake2b-160': ['BLAKE2b-160', '160'],
    'blake2b-256': ['BLAKE2b-256', '256'],
    'blake2b-384': ['BLAKE2b-384', '384'],
    'blake2b-512': ['BLAKE2b-512', '512'],
    'blake2s-160': ['BLAKE2s-160', '160'],
    'blake2s-256': ['BLAKE2s-256', '256'],
  }),
  ...sized('GOST', {
    streebog256: ['GOSTR3411-2012-256', '256'],
    streebog512: ['GOSTR3411-2012-512', '512'],
  }),
  rmd160: { name: 'RIPEMD-160', family: 'RIPEMD', parameterSet: '160' },
  sm3: { name: 'SM3', family: 'SM3' },
  wp512: { name: 'Whirlpool', family: 'Whirlpool' },
  wp384: { name: 'wp384', family: 'Whirlpool', parameterSet: '384' },
  wp256: { name: 'wp256', family: 'Whirlpool', parameterSet: '256' },
  poly1305: { name: 'Poly1305', family: 'Poly1305', primitive: 'mac' },
  // Parts of modes, no hashes by themselves.
  ghash: { name: 'ghash', primitive: 'other' },
  polyval: { name: 'polyval', primitive: 'other' },
  nhpoly1305: { name: 'nhpoly1305', primitive: 'other' },
  michael_mic: { name: 'michael_mic', primitive: 'mac' },
}

interface NamedCipher extends Named {
  /** What the registry's patterns put after the name. */
  readonly modes?: readonly string[] | undefined
}

const BASIC = ['ECB', 'CBC', 'CTR', 'CFB128', 'OFB', 'XTS', 'CTS']

export const BLOCK_CIPHERS: Readonly<Record<string, NamedCipher>> = {
  aes: { name: 'AES', family: 'AES', modes: [...BASIC, 'GCM', 'CCM', 'GMAC', 'KW', 'XCBC_MAC'] },
  'aes-fixed-time': { name: 'AES', family: 'AES' },
  des: { name: 'DES', family: 'DES', modes: BASIC },
  des3_ede: { name: '3DES', family: '3DES', modes: BASIC },
  blowfish: { name: 'Blowfish', family: 'Blowfish', modes: BASIC },
  sm4: { name: 'SM4', family: 'SM4', modes: [...BASIC, 'GCM', 'CCM'] },
  cast5: { name: 'CAST5', family: 'CAST5', modes: BASIC },
  cast6: { name: 'CAST6', family: 'CAST6', modes: BASIC },
  // The patterns of these put the size of the key into the name, which an algorithm for several sizes cannot have.
  aria: { name: 'ARIA', family: 'ARIA' },
  camellia: { name: 'CAMELLIA', family: 'CAMELLIA' },
  serpent: { name: 'Serpent', family: 'Serpent' },
  twofish: { name: 'Twofish', family: 'Twofish' },
  seed: { name: 'SEED-128', family: 'SEED', modes: BASIC },
  anubis: { name: 'anubis' },
  fcrypt: { name: 'fcrypt' },
  khazad: { name: 'khazad' },
  tea: { name: 'tea' },
  xtea: { name: 'xtea' },
  xeta: { name: 'xeta' },
}

export const STREAM_CIPHERS: Readonly<Record<string, Named>> = {
  chacha20: { name: 'ChaCha20', family: 'ChaCha20' },
  xchacha20: { name: 'xchacha20', family: 'ChaCha' },
  xchacha12: { name: 'xchacha12', family: 'ChaCha' },
  salsa20: { name: 'Salsa20', family: 'Salsa20' },
  arc4: { name: 'RC4', family: 'RC4' },
}

export const CURVES: Readonly<Record<string, { readonly name: string; readonly id: string }>> = {
  p192: { name: 'P-192', id: 'nist/P-192' },
  p256: { name: 'P-256', id: 'nist/P-256' },
  p384: { name: 'P-384', id: 'nist/P-384' },
  p521: { name: 'P-521', id: 'nist/P-521' },
}

/** Compression, checksums and algorithms that do nothing, which the crypto API serves as well. */
export const NO_CRYPTOGRAPHY =
  /^(?:deflate|zlib-deflate|lzo(?:-rle)?|lz4(?:hc)?|842|zstd|crc[\w-]*|xxhash64|(?:cipher|digest|compress)_null|ecb\(cipher_null\))$/

export const OTHER: Readonly<Record<string, Cryptography>> = {
  rsa: { name: 'rsa', padding: 'raw', primitive: 'pke', functions: ['encrypt', 'decrypt'] },
  dh: { name: 'FFDH', family: 'FFDH', primitive: 'key-agree', functions: ['keygen', 'keyderive'] },
  curve25519: {
    ...{ name: 'x25519', family: 'ECDH', curve: 'other/Curve25519', primitive: 'key-agree' },
    functions: ['keygen', 'keyderive'],
  },
  sm2: { name: 'SM2', family: 'SM2', primitive: 'signature', functions: ['verify'] },
  ecrdsa: { name: 'GOSTR3410', family: 'GOST', primitive: 'signature', functions: ['verify'] },
  jitterentropy_rng: { name: 'jitterentropy_rng', primitive: 'other', functions: ['generate'] },
  'fips(ansi_cprng)': { name: 'fips(ansi_cprng)', primitive: 'other', functions: ['generate'] },
  ansi_cprng: { name: 'ansi_cprng', primitive: 'other', functions: ['generate'] },
  aegis128: { name: 'aegis128', primitive: 'ae', functions: ['encrypt', 'decrypt'] },
}
