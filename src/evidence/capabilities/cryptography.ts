// SPDX-License-Identifier: GPL-2.0-only
import { type KernelName, kernelName, nameText } from '../../features/standalone-crypto/services/index.js'
import { BLOCK_CIPHERS, CURVES, HASHES, NO_CRYPTOGRAPHY, OTHER, STREAM_CIPHERS } from './families.js'
import type { Cryptography, Primitive } from './vocabulary.js'

/** Of an algorithm by its name, as in /proc/crypto; a random number generator goes by its driver. */
export function cryptographyOf(name: string, driver: string | null = null): Cryptography {
  const bare = name.replace(/^_+/, '')
  if (bare === 'stdrng') return generatorOf(driver ?? bare)
  return byTemplate(kernelName(bare)) ?? plain(bare) ?? generatorOf(bare)
}

const ENCRYPT = ['encrypt', 'decrypt'] as const

function plain(name: string): Cryptography | undefined {
  const hash = HASHES[name]
  if (hash !== undefined) {
    const primitive = hash.primitive ?? 'hash'
    return { ...hash, primitive, functions: [primitive === 'mac' ? 'tag' : 'digest'] }
  }
  const cipher = BLOCK_CIPHERS[name]
  if (cipher !== undefined) {
    return { name: cipher.name, ...familyOf(cipher), primitive: 'block-cipher', functions: ENCRYPT }
  }
  const stream = STREAM_CIPHERS[name]
  if (stream !== undefined) return { ...stream, primitive: 'stream-cipher', functions: ENCRYPT }
  if (NO_CRYPTOGRAPHY.test(name)) return { name, primitive: 'other', functions: ['other'] }
  return OTHER[name] ?? publicKey(name)
}

const familyOf = ({ family }: { readonly family?: string | undefined }) =>
  family === undefined ? {} : { family }

function publicKey(name: string): Cryptography | undefined {
  const [, kind = '', curve = ''] = /^(ecdsa|ecdh)-nist-(p\d+)$/.exec(name) ?? []
  const known = CURVES[curve]
  if (known !== undefined && kind === 'ecdsa') {
    return {
      name: `ECDSA-${known.name}`,
      family: 'ECDSA',
      curve: known.id,
      primitive: 'signature',
      functions: ['verify'],
    }
  }
  if (known !== undefined) {
    return {
      ...{ name: `ECDH-${known.name}`, family: 'ECDH', curve: known.id, primitive: 'key-agree' },
      functions: ['keygen', 'keyderive'],
    }
  }
  const level = /^mldsa(44|65|87)$/.exec(name)?.[1]
  return level === undefined
    ? undefined
    : {
        name: `ML-DSA-${level}`,
        family: 'ML-DSA',
        parameterSet: level,
        primitive: 'signature',
        functions: ['verify'],
      }
}

/** A template with what it is for; undefined of one that is not known, and of what is none. */
function byTemplate(name: KernelName): Cryptography | undefined {
  const [inner, second] = name.of
  if (inner === undefined) return undefined
  const text = nameText(name)
  const own = templates[name.head]?.(inner, text, second)
  if (own !== undefined) return own
  // What only wraps another algorithm: another interface to it, a generator of IVs, an encoding.
  return WRAPPERS.test(name.head) ? cryptographyOf(nameText(inner)) : undefined
}

const WRAPPERS =
  /^(?:cryptd|mcryptd|pcrypt|simd|seqiv|echainiv|seqniv|rfc3686|rfc4106|rfc4309|x962|p1363|ccm_base|gcm_base)$/

type Template = (inner: KernelName, text: string, second?: KernelName) => Cryptography | undefined

/** A block cipher in a mode. */
const inMode =
  (
    suffix: string,
    mode: NonNullable<Cryptography['mode']>,
    primitive: Primitive = 'block-cipher',
  ): Template =>
  (inner, text) => {
    const cipher = BLOCK_CIPHERS[cipherIn(inner)]
    if (cipher === undefined) {
      const stream = STREAM_CIPHERS[inner.head]
      return stream === undefined ? undefined : { ...stream, primitive: 'stream-cipher', functions: ENCRYPT }
    }
    const named = suffix !== '' && cipher.modes?.includes(suffix) === true
    const functions = primitive === 'mac' ? (['tag'] as const) : ENCRYPT
    return {
      name: named ? `${cipher.name}-${suffix}` : text,
      ...familyOf(cipher),
      mode,
      primitive,
      functions,
    }
  }

/** `ctr(aes)` and `aes` are both for aes. */
const cipherIn = ({ head, of }: KernelName): string => (of[0] === undefined ? head : cipherIn(of[0]))

const templates: Readonly<Record<string, Template>> = {
  ecb: inMode('ECB', 'ecb'),
  cbc: inMode('CBC', 'cbc'),
  ctr: inMode('CTR', 'ctr'),
  cfb: inMode('CFB128', 'cfb'),
  ofb: inMode('OFB', 'ofb'),
  xts: inMode('XTS', 'other'),
  cts: inMode('CTS', 'cbc'),
  kw: inMode('KW', 'other', 'key-wrap'),
  gcm: inMode('GCM', 'gcm', 'ae'),
  ccm: inMode('CCM', 'ccm', 'ae'),
  rfc4543: inMode('GMAC', 'gcm', 'mac'),
  ...Object.fromEntries(['lrw', 'pcbc', 'xctr', 'hctr2', 'essiv'].map(name => [name, inMode('', 'other')])),
  xcbc: inMode('XCBC_MAC', 'other', 'mac'),
  cbcmac: inMode('', 'cbc', 'mac'),
  vmac64: inMode('', 'other', 'mac'),
  cmac: (inner, text) => {
    const cipher = BLOCK_CIPHERS[inner.head]
    const name = cipher === undefined ? text : `CMAC-${cipher.name}`
    return { name, family: 'CMAC', primitive: 'mac', functions: ['tag'] }
  },
  hmac: (inner, text) => {
    const hash = HASHES[inner.head]
    const name = hash?.family === undefined ? text : `HMAC-${hash.name}`
    return { name, family: 'HMAC', primitive: 'mac', functions: ['tag'] }
  },
  rfc7539: chachaPoly,
  rfc7539esp: chachaPoly,
  adiantum: (_, text) => ({ name: text, primitive: 'block-cipher', mode: 'other', functions: ENCRYPT }),
  ...Object.fromEntries(
    ['authenc', 'authencesn', 'krb5enc'].map(name => [
      name,
      (_: KernelName, text: string): Cryptography => ({ name: text, primitive: 'ae', functions: ENCRYPT }),
    ]),
  ),
  pkcs1pad: pkcs1,
  pkcs1: pkcs1,
  dh: (_, text) => ({
    name: text,
    family: 'FFDH',
    primitive: 'key-agree',
    functions: ['keygen', 'keyderive'],
  }),
  ...Object.fromEntries(
    ['ffdhe2048', 'ffdhe3072', 'ffdhe4096', 'ffdhe6144', 'ffdhe8192'].map(group => [
      group,
      (): Cryptography => ({
        ...{ name: `FFDH-${group}`, family: 'FFDH', parameterSet: group, primitive: 'key-agree' },
        functions: ['keygen', 'keyderive'],
      }),
    ]),
  ),
}

function chachaPoly({ head }: KernelName, text: string, second?: KernelName): Cryptography {
  const isKnown = head.startsWith('chacha20') && second?.head.startsWith('poly1305') === true
  return isKnown
    ? { name: 'ChaCha20-Poly1305', family: 'ChaCha20', primitive: 'ae', functions: ENCRYPT }
    : { name: text, primitive: 'ae', functions: ENCRYPT }
}

function pkcs1(_: KernelName, __: string, hash?: KernelName): Cryptography {
  const digest = hash === undefined ? undefined : (HASHES[hash.head]?.name ?? hash.head)
  return digest === undefined
    ? {
        ...{ name: 'RSA-PKCS1-1.5', family: 'RSAES-PKCS1', padding: 'pkcs1v15', primitive: 'pke' },
        functions: ENCRYPT,
      }
    : {
        ...{ name: `RSA-PKCS1-1.5-${digest}`, family: 'RSASSA-PKCS1', padding: 'pkcs1v15' },
        ...{ primitive: 'signature', functions: ['sign', 'verify'] },
      }
}

/** `drbg_nopr_hmac_sha512` and the like; what is not known is said to be. */
function generatorOf(driver: string): Cryptography {
  const [, kind, size = ''] = /^drbg_(?:no)?pr_(ctr_aes|hmac_sha|sha)(\d+)$/.exec(driver) ?? []
  const hash = HASHES[`sha${size}`]?.name ?? size
  const drbg = { primitive: 'drbg', functions: ['generate'] } as const
  if (kind === 'ctr_aes')
    return { name: `CTR_DRBG-AES-${size}`, family: 'CTR_DRBG', parameterSet: size, ...drbg }
  if (kind === 'hmac_sha') return { name: `HMAC_DRBG-${hash}`, family: 'HMAC_DRBG', ...drbg }
  if (kind === 'sha') return { name: `Hash_DRBG-${hash}`, family: 'Hash_DRBG', ...drbg }
  return OTHER[driver] ?? { name: driver, primitive: 'unknown', functions: [] }
}
