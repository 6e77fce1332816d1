// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { ToolError, UsageError } from '../../core/errors.js'
import { isDirectory, isFile } from '../../core/exists.js'
import { loadFile } from '../../core/load-file.js'
import { type AttestationKey, type Bundle, filesOfRole, readBundle } from '../../evidence/attest/index.js'
import { evidenceTime } from '../../evidence/evidence-time.js'
import {
  type Fact,
  factOf,
  type LedgerNotes,
  type LedgerReport,
  type LedgerWarning,
  makeLedger,
  readNotes,
} from '../../evidence/ledger/index.js'
import { type AttestedArchive, archiveFacts } from './archive-facts.js'
import { findEvidence } from './find-evidence.js'

export interface ReadLedgerOptions {
  /** The user's notes; by default certificates.yaml, .yml or .json in the directory. */
  readonly certificates?: string | undefined
  /** Public keys, one of which must have signed what counts; with none, signatures do not matter. */
  readonly keys: readonly AttestationKey[]
  readonly signal: AbortSignal
  /** Called with what is being read. */
  readonly onDetail?: ((text: string) => void) | undefined
}

const NOTES = ['certificates.yaml', 'certificates.yml', 'certificates.json']
const MOST_ATTESTATIONS = 10_000

/**
 * Reads all evidence below a directory, and the user's notes. What is damaged, or is not to be believed, is told and does not count.
 * Throws UsageError for notes that cannot be read, and for a directory that is none.
 */
export async function readLedger(directory: string, options: ReadLedgerOptions): Promise<LedgerReport> {
  const { keys, signal, onDetail } = options
  if (!(await isDirectory(directory))) throw new UsageError(`${directory} is not a directory`)
  const notesPath = options.certificates ?? (await notesIn(directory))
  const notes: LedgerNotes =
    notesPath === null
      ? { certificates: [] }
      : readNotes((await loadFile(notesPath, LARGEST_NOTES)).toString('utf8'), notesPath)
  const found = await findEvidence(directory, signal)
  const problems: LedgerWarning[] = found.notRead.map(path => ({
    kind: 'unknown',
    text: `${path} is a link or no regular file, and was not read`,
  }))
  const facts: Fact[] = []
  const attested: AttestedArchive[] = []
  const counts = { attestations: 0, signed: 0 }
  for (const path of found.bundles) {
    onDetail?.(path)
    const bundle = await bundleOrProblem(path, keys)
    if ('text' in bundle) {
      problems.push(bundle)
      continue
    }
    const believed = bundle.attestations.filter(
      ({ signature }) => keys.length === 0 || signature === 'verified',
    )
    counts.attestations += bundle.attestations.length
    counts.signed += bundle.attestations.filter(({ signature }) => signature === 'verified').length
    if (counts.attestations > MOST_ATTESTATIONS) {
      throw new UsageError(`${directory} holds more than ${MOST_ATTESTATIONS} attestations`)
    }
    problems.push(...problemsOf(bundle, keys))
    facts.push(...believed.flatMap(attestation => factOf(attestation) ?? []))
    attested.push(...believed.flatMap(archivesIn))
  }
  for (const path of found.archives) {
    onDetail?.(path)
    const read = await archiveFacts(path, { attested, mustBeSigned: keys.length > 0, signal })
    facts.push(...read.facts)
    problems.push(...read.problems)
  }
  return makeLedger({
    directory,
    notesPath,
    notes,
    time: evidenceTime(),
    keys: keys.map(({ path, keyid, kind }) => ({ path, keyid, kind })),
    facts,
    problems,
    files: found.bundles.length + found.archives.length,
    ...counts,
  })
}

const LARGEST_NOTES = 1024 * 1024

async function notesIn(directory: string): Promise<string | null> {
  const paths = NOTES.map(name => join(directory, name))
  const there = await Promise.all(paths.map(isFile))
  const [path = null, ...others] = paths.filter((_, index) => there[index])
  if (others.length > 0) {
    throw new UsageError(`${directory} holds notes twice: ${[path, ...others].join(', ')}`, {
      hint: 'keep one of them, or name it with --certificates',
    })
  }
  return path
}

/** A file that is no bundle at all does not keep others from being read. */
async function bundleOrProblem(
  path: string,
  keys: readonly AttestationKey[],
): Promise<Bundle | LedgerWarning> {
  try {
    return await readBundle(path, { keys })
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    return { kind: 'damaged', text: error.message }
  }
}

function problemsOf({ problems, attestations }: Bundle, keys: readonly AttestationKey[]): LedgerWarning[] {
  const kinds = {
    damaged: 'damaged',
    wrong: 'not believed',
    'other key': 'not believed',
    unknown: 'unknown',
  } as const
  const unsigned = keys.length === 0 ? [] : attestations.filter(({ signature }) => signature === 'unsigned')
  return [
    ...problems.map(({ file, line, kind, text }) => ({
      kind: kinds[kind],
      text: `${file}:${line}: ${text}`,
    })),
    ...unsigned.map(({ file, line }) => ({
      kind: 'not believed' as const,
      text: `${file}:${line}: it is not signed at all`,
    })),
  ]
}

const archivesIn = ({
  file,
  line,
  keyid,
  statement: { subject },
}: Bundle['attestations'][number]): AttestedArchive[] =>
  subject.flatMap(each =>
    filesOfRole([each], 'archive').map(sha256 => ({ name: each.name ?? '', sha256, file, line, keyid })),
  )
