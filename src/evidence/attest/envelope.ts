// SPDX-License-Identifier: GPL-2.0-only
import { z } from 'zod'
import { type AttestationKey, isSignature, signBytes } from './keys.js'
import type { Statement } from './statement.js'

/** Of a statement in an envelope (https://github.com/in-toto/attestation/blob/main/spec/v1/envelope.md). */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json'

/** https://github.com/secure-systems-lab/dsse/blob/v1.0.2/envelope.md */
export const envelope = z.looseObject({
  payload: z.string(),
  payloadType: z.string(),
  signatures: z.array(z.looseObject({ keyid: z.string().nullish(), sig: z.string() })),
})

export type Envelope = z.infer<typeof envelope>

/** A statement in its envelope, signed if there is a key; without one it bears no signature at all. */
export function sealed(statement: Statement, key: AttestationKey | undefined): Envelope {
  const payload = Buffer.from(JSON.stringify(statement))
  return {
    payload: payload.toString('base64'),
    payloadType: PAYLOAD_TYPE,
    signatures:
      key === undefined
        ? []
        : [
            {
              keyid: key.keyid,
              sig: signBytes(key, preAuthEncoding(PAYLOAD_TYPE, payload)).toString('base64'),
            },
          ],
  }
}

/** @internal What is signed (https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md). */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Buffer {
  const type = Buffer.from(payloadType)
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ])
}

/**
 * `unsigned`: there is no signature. `unchecked`: there is, and no key was given. `verified`: by one of the keys. `wrong`: one of
 * the keys is said to have signed it, and has not signed this. `other key`: no signature names one of the keys.
 */
export type SignatureState = 'unsigned' | 'unchecked' | 'verified' | 'wrong' | 'other key'

export interface CheckedSignature {
  readonly state: SignatureState
  /** Of the key that has verified it. */
  readonly keyid: string | null
}

/** Who has signed an envelope whose payload is this. Key ids are hints only: every signature is tried with every key. */
export function checkSignatures(
  { payloadType, signatures }: Envelope,
  payload: Uint8Array,
  keys: readonly AttestationKey[],
): CheckedSignature {
  if (signatures.length === 0) return { state: 'unsigned', keyid: null }
  if (keys.length === 0) return { state: 'unchecked', keyid: null }
  const signed = preAuthEncoding(payloadType, payload)
  const signer = keys.find(key =>
    signatures.some(({ sig }) => isSignature(key, signed, Buffer.from(sig, 'base64'))),
  )
  if (signer !== undefined) return { state: 'verified', keyid: signer.keyid }
  const isNamed = signatures.some(({ keyid }) => keys.some(key => key.keyid === keyid))
  return { state: isNamed ? 'wrong' : 'other key', keyid: null }
}
