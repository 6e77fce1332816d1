// SPDX-License-Identifier: GPL-2.0-only
import { basename, join } from 'node:path'
import { type ArchiveManifest, MANIFEST, verifyArchive, withUnpacked } from '../../archive/index.js'
import { ToolError } from '../../core/errors.js'
import { isDirectory } from '../../core/exists.js'
import type { Fact, LedgerWarning } from '../../evidence/ledger/index.js'
import { fileDigest, imageFiles } from './kernel-files.js'

/** What an archive says, or why it is not to be believed. */
export interface ReadArchive {
  readonly facts: readonly Fact[]
  readonly problems: readonly LedgerWarning[]
}

/** An archive that a statement is about. */
export interface AttestedArchive {
  readonly name: string
  readonly sha256: string
  readonly file: string
  readonly line: number
  readonly keyid: string | null
}

export interface ArchiveOptions {
  readonly attested: readonly AttestedArchive[]
  /** Whether only archives count that a signed statement is about. */
  readonly mustBeSigned: boolean
  readonly signal: AbortSignal
}

/** Reads an archive, which is checked file by file; throws nothing of its damage. */
export async function archiveFacts(path: string, options: ArchiveOptions): Promise<ReadArchive> {
  try {
    const own = (await isDirectory(path)) ? join(path, MANIFEST) : path
    const digest = await fileDigest(own)
    const named = options.attested.filter(({ name }) => name === basename(path))
    const about = options.attested.find(({ sha256 }) => sha256 === digest)
    const [other] = named
    if (about === undefined && other !== undefined) {
      return refused(
        'damaged',
        `${path} is not the archive of this name that ${other.file}:${other.line} is about`,
      )
    }
    if (about === undefined && options.mustBeSigned) {
      return refused('not believed', `${path}: no signed attestation is about it`)
    }
    const keyid = options.mustBeSigned ? (about?.keyid ?? null) : null
    return await withUnpacked(path, directory => factsIn(path, directory, keyid), options.signal)
  } catch (error) {
    if (!(error instanceof ToolError) || options.signal.aborted) throw error
    return refused('damaged', error.message.startsWith(path) ? error.message : `${path}: ${error.message}`)
  }
}

const refused = (kind: LedgerWarning['kind'], text: string): ReadArchive => ({
  facts: [],
  problems: [{ kind, text }],
})

async function factsIn(path: string, directory: string, keyid: string | null): Promise<ReadArchive> {
  const { intact, problems, manifest } = await verifyArchive(directory)
  if (!intact) return refused('damaged', `${path} is not as it was written: ${problems[0]}`)
  const carried = await carriedIn(directory, manifest)
  const fact = (modules: ArchiveManifest['modules'], kernel: Fact['kernel']): Fact => ({
    source: { file: path, line: null, signature: keyid === null ? 'unsigned' : 'verified', keyid },
    what: 'archive',
    time: '',
    kernel,
    modules: modules.map(({ name, version, sha256 }) => ({
      sha256,
      name: [name, version].filter(Boolean).join(' '),
    })),
    answer: 'yes',
    result: 'archived',
    ...{ scenarios: [], booted: [] },
  })
  const inside = manifest.modules.filter(({ sha256 }) => carried.has(sha256))
  const others = manifest.modules.filter(({ sha256 }) => !carried.has(sha256))
  const image = digestOf(manifest, 'image')
  const kernel = image !== null && {
    digests: [image],
    image,
    symvers: digestOf(manifest, 'symvers'),
    release: manifest.kernel.release,
    arch: null,
  }
  return {
    facts: [
      ...(kernel && inside.length > 0 ? [fact(inside, kernel)] : []),
      ...(others.length > 0 ? [fact(others, null)] : []),
    ],
    problems: [],
  }
}

/** Digests of the modules that the archived image carries; none for an image that carries none, or is of another kind. */
async function carriedIn(directory: string, manifest: ArchiveManifest): Promise<Set<string>> {
  const image = manifest.files.find(({ role }) => role === 'image')
  if (image === undefined) return new Set()
  const files = await imageFiles(join(directory, image.path)).catch(error => {
    if (error instanceof ToolError) return []
    throw error
  })
  return new Set(files.slice(1).flatMap(({ digest }) => digest.sha256 ?? []))
}

const digestOf = ({ files }: ArchiveManifest, role: 'image' | 'symvers'): string | null =>
  files.find(file => file.role === role)?.sha256 ?? null
