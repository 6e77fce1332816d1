// SPDX-License-Identifier: GPL-2.0-only
import { NAMES } from '../names.js'
import { VERIFICATION_SUMMARY, type VerificationSummary } from '../predicates.js'
import { type ResourceDescriptor, STATEMENT_TYPE, type Statement, type Subject } from '../statement.js'

interface VerdictFacts {
  /** Version of kcarve. */
  readonly kcarve: string
  /** RFC 3339 */
  readonly time: string
  /** What was judged: at least one. */
  readonly subjects: readonly Subject[]
  /** Why, a line each. */
  readonly reasons: readonly string[]
}

export interface VerifyFacts extends VerdictFacts {
  /** Digests and structure are right. */
  readonly intact: boolean
  /** No cryptographic code is known to be outside the module. */
  readonly closed: boolean
}

/** Whether an image, a module or an archive is as it was made, and its boundary closed. */
export function verifyStatement({ intact, closed, subjects, ...facts }: VerifyFacts): Statement {
  return verdictStatement({
    ...facts,
    subjects,
    command: 'verify',
    verdict: intact ? (closed ? 'intact' : 'cryptographic code is outside') : 'not intact',
    policy: NAMES.verifyPolicy,
    resourceUri: packageUrl(subjects[0]?.name ?? 'file', undefined, subjects[0]?.digest.sha256),
    levels: intact && closed ? ['KCARVE_INTACT', 'KCARVE_BOUNDARY_CLOSED'] : undefined,
  })
}

export interface ReuseFacts extends VerdictFacts {
  /** Of all subjects. */
  readonly verdict: string
  readonly accepted: boolean
  readonly kernel: {
    readonly release: string | null
    readonly arch: string | null
    /** The image first, if there is one. */
    readonly files: readonly ResourceDescriptor[]
  }
}

/** Whether modules can live in a kernel: `fits` passes, and nothing else does. */
export function reuseStatement({ verdict, accepted, kernel, ...facts }: ReuseFacts): Statement {
  const { release, arch, files } = kernel
  return verdictStatement({
    ...facts,
    command: 'reuse',
    verdict,
    accepted,
    kernel: { release, arch, files: [...files] },
    policy: NAMES.reusePolicy,
    resourceUri: packageUrl('linux', release ?? undefined, files[0]?.digest?.sha256, arch ?? undefined),
    levels: verdict === 'fits' ? ['KCARVE_REUSE_FITS'] : undefined,
  })
}

type Verdict = NonNullable<VerificationSummary['kcarve_verdict']>

interface Told extends VerdictFacts, Pick<Verdict, 'command' | 'verdict' | 'accepted' | 'kernel'> {
  readonly policy: string
  readonly resourceUri: string
  /** What has been verified; undefined when the answer is no. */
  readonly levels: readonly string[] | undefined
}

function verdictStatement(told: Told): Statement {
  const { kcarve, time, subjects, reasons, policy, resourceUri, levels, ...verdict } = told
  const predicate: VerificationSummary = {
    verifier: { id: NAMES.verifier, version: { kcarve } },
    timeVerified: time,
    resourceUri,
    policy: { uri: policy },
    verificationResult: levels === undefined ? 'FAILED' : 'PASSED',
    verifiedLevels: levels === undefined ? ['FAILED'] : [...levels],
    kcarve_verdict: { ...verdict, reasons: [...reasons] },
  }
  return { _type: STATEMENT_TYPE, subject: [...subjects], predicateType: VERIFICATION_SUMMARY, predicate }
}

/** https://github.com/package-url/purl-spec, its qualifiers sorted. */
function packageUrl(name: string, version?: string, sha256?: string, arch?: string): string {
  const qualifiers = [
    ...(arch === undefined ? [] : [`arch=${encodeURIComponent(arch)}`]),
    ...(sha256 === undefined ? [] : [`checksum=sha256:${sha256}`]),
  ].join('&')
  const at = version === undefined ? '' : `@${encodeURIComponent(version)}`
  return `pkg:generic/${encodeURIComponent(name)}${at}${qualifiers === '' ? '' : `?${qualifiers}`}`
}
