// SPDX-License-Identifier: GPL-2.0-only
import type { AttestationKey } from './keys.js'
import { type Attestation, type BundleProblem, readBundle } from './read-bundle.js'
import { type StatementSummary, summaryOf } from './summary.js'

/** What a bundle says, and whether it is to be believed; as plain data for JSON. */
export interface BundleReport {
  readonly path: string
  readonly kind: 'bundle'
  /** Nothing is damaged or unknown and, where keys were given, each attestation is signed by one of them. */
  readonly intact: boolean
  readonly keys: readonly { readonly path: string; readonly keyid: string; readonly kind: string }[]
  readonly attestations: readonly AttestationReport[]
  readonly problems: readonly Omit<BundleProblem, 'file'>[]
}

export interface AttestationReport
  extends Pick<Attestation, 'line' | 'sha256' | 'signature' | 'keyid'>,
    StatementSummary {
  readonly predicateType: string
  /** Names, and digests by their algorithms. */
  readonly subjects: readonly {
    readonly name: string | null
    readonly digest: Readonly<Record<string, string>>
  }[]
}

/** Checks a bundle, with keys its signatures as well; throws what readBundle throws. */
export async function checkBundle(path: string, keys: readonly AttestationKey[]): Promise<BundleReport> {
  const { attestations, problems } = await readBundle(path, { keys })
  const unsigned = attestations.flatMap(({ line, signature }) =>
    keys.length > 0 && signature === 'unsigned'
      ? [{ line, kind: 'other key' as const, text: 'it is not signed at all' }]
      : [],
  )
  const all = [...problems.map(({ file: _, ...problem }) => problem), ...unsigned]
  return {
    path,
    kind: 'bundle',
    intact: all.length === 0,
    keys: keys.map(({ path: file, keyid, kind }) => ({ path: file, keyid, kind })),
    attestations: attestations.map(reportOf),
    problems: all.sort((a, b) => a.line - b.line),
  }
}

const reportOf = ({ line, sha256, signature, keyid, statement }: Attestation): AttestationReport => ({
  line,
  sha256,
  signature,
  keyid,
  predicateType: statement.predicateType,
  ...summaryOf(statement),
  subjects: statement.subject.map(({ name = null, digest }) => ({ name, digest })),
})
