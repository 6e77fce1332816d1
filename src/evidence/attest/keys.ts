// SPDX-License-Identifier: GPL-2.0-only
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { UsageError } from '../../core/errors.js'
import { loadFile } from '../../core/load-file.js'

/** A key that signs or verifies, and the name that signatures call it by. */
export interface AttestationKey {
  readonly path: string
  /**
   * SHA-256 of the public key as SubjectPublicKeyInfo, in hexadecimal digits: what
   * `openssl pkey -pubin -in KEY -outform DER | sha256sum` prints.
   */
  readonly keyid: string
  readonly key: KeyObject
  /** In words. */
  readonly kind: string
}

/** Reads a private key in PEM. Throws UsageError, naming the file, for anything else, and for a key of a kind that is not known here. */
export async function readSigningKey(path: string): Promise<AttestationKey> {
  const text = (await loadFile(path)).toString('latin1')
  if (/^-----BEGIN (?:PUBLIC KEY|CERTIFICATE)-----/m.test(text)) {
    throw new UsageError(`${path} is a public key or a certificate; signing needs the private key`)
  }
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    throw new UsageError(`${path} is encrypted with a passphrase`, {
      hint: `openssl pkey -in ${path} -out KEY writes it without one`,
    })
  }
  return attestationKey(path, () => createPrivateKey(text), `${path} is not a private key in PEM`)
}

/** Reads a public key, or a certificate, in PEM; throws as readSigningKey. */
export async function readPublicKey(path: string): Promise<AttestationKey> {
  const text = (await loadFile(path)).toString('latin1')
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(text)) {
    throw new UsageError(`${path} is a private key; give the public one`, {
      hint: `openssl pkey -in ${path} -pubout -out KEY.pub writes it`,
    })
  }
  return attestationKey(path, () => createPublicKey(text), `${path} is not a public key in PEM`)
}

function attestationKey(path: string, read: () => KeyObject, problem: string): AttestationKey {
  let key: KeyObject
  try {
    key = read()
  } catch (cause) {
    throw new UsageError(problem, { cause, hint: MAKE_A_KEY })
  }
  const kind = kindOf(key)
  if (kind === undefined) {
    throw new UsageError(`${path} is a key of a kind that kcarve does not sign with`, { hint: MAKE_A_KEY })
  }
  const spki = (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' })
  return { path, key, kind, keyid: createHash('sha256').update(spki).digest('hex') }
}

const MAKE_A_KEY =
  'it takes ECDSA P-256, Ed25519 and RSA of 2048 bits or more, such as: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY'

function kindOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  switch (asymmetricKeyType) {
    case 'ec':
      return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? 'ECDSA P-256, SHA-256' : undefined
    case 'ed25519':
      return 'Ed25519'
    case 'rsa':
      return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? 'RSA, SHA-256' : undefined
    default:
      return undefined
  }
}

/** RSA with the padding of PKCS #1 v1.5, which openssl and cosign expect unless they are told otherwise. */
export const signBytes = ({ key }: AttestationKey, bytes: Uint8Array): Buffer => sign(hashOf(key), bytes, key)

/** What in-toto's own libraries pad RSA with. */
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO }

/** Whether it is this key's signature of the bytes; of RSA, with either padding. */
export function isSignature({ key }: AttestationKey, bytes: Uint8Array, signature: Uint8Array): boolean {
  const hash = hashOf(key)
  const isSigned = verify(hash, bytes, key, signature)
  return isSigned || (key.asymmetricKeyType === 'rsa' && verify(hash, bytes, { key, ...PSS }, signature))
}

/** Ed25519 hashes by itself. */
const hashOf = ({ asymmetricKeyType }: KeyObject) => (asymmetricKeyType === 'ed25519' ? null : 'sha256')
