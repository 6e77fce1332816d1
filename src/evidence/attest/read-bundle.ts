// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { loadFile } from '../../core/load-file.js'
import { printable } from '../../core/printable.js'
import { checkSignatures, envelope, PAYLOAD_TYPE, type SignatureState } from './envelope.js'
import type { AttestationKey } from './keys.js'
import { type KnownStatement, PREDICATES } from './predicates.js'
import { STATEMENT_TYPE, statement } from './statement.js'

/** A bundle: attestations, one on each line (https://github.com/in-toto/attestation/blob/main/spec/v1/bundle.md). */
export interface Bundle {
  readonly path: string
  /** What can be read. */
  readonly attestations: readonly Attestation[]
  /** What cannot, or must not be believed, by line. */
  readonly problems: readonly BundleProblem[]
}

export interface Attestation {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** SHA-256 of the line, without its line feed. */
  readonly sha256: string
  readonly signature: Exclude<SignatureState, 'wrong' | 'other key'>
  /** Of the key that has verified it. */
  readonly keyid: string | null
  readonly statement: KnownStatement
}

export interface BundleProblem {
  readonly file: string
  readonly line: number
  /**
   * `damaged`: it is not what was written. `wrong`: one of the keys is named, and has not signed this. `other key`: none of the keys
   * has signed it. `unknown`: it may be sound, but this version of kcarve does not know what it says.
   */
  readonly kind: 'damaged' | 'wrong' | 'other key' | 'unknown'
  /** One line, which names neither file nor line. */
  readonly text: string
}

export interface ReadBundleOptions {
  /** Public keys, any of which may have signed an attestation; with none, signatures are not checked. */
  readonly keys?: readonly AttestationKey[] | undefined
}

const LARGEST = 64 * 1024 * 1024

/**
 * Reads a bundle of attestations. What is wrong with a line is told of that line, and the others are read all the same. With keys, an
 * attestation that bears signatures of which none is by one of them is a problem; one without signatures says so. Throws UsageError
 * for what is no regular file, and for one that is too large to be a bundle.
 */
export async function readBundle(path: string, options: ReadBundleOptions = {}): Promise<Bundle> {
  return bundleOf(path, (await loadFile(path, LARGEST)).toString('utf8'), options)
}

/** @internal The same of a text; `path` is named only. */
export function bundleOf(path: string, text: string, { keys = [] }: ReadBundleOptions = {}): Bundle {
  const attestations: Attestation[] = []
  const problems: BundleProblem[] = []
  const lines = text.split('\n')
  const isCut = lines.at(-1) !== ''
  if (!isCut) lines.pop()
  if (lines.length === 0) problems.push({ file: path, line: 1, kind: 'damaged', text: 'the bundle is empty' })
  for (const [index, line] of lines.entries()) {
    const place = { file: path, line: index + 1 }
    const read = attestationIn(line, keys)
    if (!('problem' in read)) attestations.push({ ...place, ...read })
    else if (read.problem.kind === 'damaged' && isCut && index === lines.length - 1) {
      problems.push({ ...place, ...read.problem, text: `${read.problem.text}; the line has been cut short` })
    } else problems.push({ ...place, ...read.problem })
  }
  return { path, attestations, problems }
}

type Read = Omit<Attestation, 'file' | 'line'> | Problem

function attestationIn(line: string, keys: readonly AttestationKey[]): Read {
  const sealed = readAs(envelope, jsonIn(line), 'not a DSSE envelope')
  if ('problem' in sealed) return sealed
  const { payload, payloadType } = sealed.value
  if (payloadType !== PAYLOAD_TYPE) {
    return unknown(`payload type ${printable(payloadType)} is not ${PAYLOAD_TYPE}`)
  }
  const bytes = Buffer.from(payload, 'base64')
  if (!isBase64Of(payload, bytes)) return damaged('payload is not base64')
  const { state, keyid } = checkSignatures(sealed.value, bytes, keys)
  if (state === 'wrong') return problem(state, 'its signature does not match its content')
  if (state === 'other key') return problem(state, 'it is not signed by any of the given keys')
  const said = statementIn(bytes.toString('utf8'))
  if ('problem' in said) return said
  return { sha256: sha256(line), signature: state, keyid, statement: said.value }
}

type Problem = { readonly problem: Pick<BundleProblem, 'kind' | 'text'> }

function statementIn(text: string): { readonly value: KnownStatement } | Problem {
  const json = jsonIn(text)
  const { _type: type } = Object(json) as { readonly _type?: unknown }
  // One of a later version is not damaged.
  if (typeof type === 'string' && type !== STATEMENT_TYPE) {
    return unknown(`statement type ${printable(type)} is not known`)
  }
  const said = readAs(statement, json, 'not a statement')
  if ('problem' in said) return said
  const { predicateType, predicate = {} } = said.value
  const schema = Object.hasOwn(PREDICATES, predicateType) ? PREDICATES[predicateType] : undefined
  if (schema === undefined) return unknown(`predicate type ${printable(predicateType)} is not known`)
  const read = readAs(schema, predicate, `not a predicate of type ${predicateType}`)
  return 'problem' in read ? read : { value: { ...said.value, predicate: read.value } as KnownStatement }
}

/** Undefined for what is none: JSON has no such value. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function readAs<T>(schema: z.ZodType<T>, json: unknown, not: string): { readonly value: T } | Problem {
  if (json === undefined) return damaged(`${not}: not JSON`)
  const { data, error } = schema.safeParse(json)
  if (error === undefined) return { value: data }
  const [issue] = error.issues
  const place = (issue?.path ?? []).map(String).join('.')
  return damaged(printable(`${not}: ${[place, issue?.message].filter(Boolean).join(': ')}`))
}

const problem = (kind: BundleProblem['kind'], text: string): Problem => ({ problem: { kind, text } })
const damaged = (text: string) => problem('damaged', text)
const unknown = (text: string) => problem('unknown', text)

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** In either alphabet of RFC 4648, padded or not; Node skips what belongs to neither. */
const isBase64Of = (text: string, bytes: Buffer): boolean =>
  text
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '') === bytes.toString('base64').replace(/={1,2}$/, '')
