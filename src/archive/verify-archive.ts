// SPDX-License-Identifier: GPL-2.0-only

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, realpath } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { UsageError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { inFile } from '../core/in-file.js'
import { loadFile } from '../core/load-file.js'
import { moduleContracts } from '../features/registry.js'
import { openImage } from '../image/index.js'
import { type ArchiveManifest, MANIFEST, MANIFEST_DIGEST, readManifest } from './manifest.js'

/** As plain data for JSON. */
export interface ArchiveReport {
  readonly path: string
  readonly kind: 'archive'
  readonly intact: boolean
  /** What is wrong with it, a line each. */
  readonly problems: readonly string[]
  readonly manifest: ArchiveManifest
}

/**
 * Checks that an archive, unpacked, is as it was written: its manifest, every file by size and digest, and the module by its
 * HMAC. Throws UsageError for a directory that is no archive, FormatError for a manifest that is none.
 */
export async function verifyArchive(directory: string): Promise<ArchiveReport> {
  const text = await loadFile(join(directory, MANIFEST), LARGEST_MANIFEST).catch(async cause => {
    if (await exists(join(directory, MANIFEST))) throw cause
    throw new UsageError(`${directory}: not an archive, as it has no ${MANIFEST}`, { cause })
  })
  const stored = await loadFile(join(directory, MANIFEST_DIGEST), 1000).catch(() => Buffer.of())
  const manifest = inFile(join(directory, MANIFEST), () => readManifest(text.toString('utf8')))
  const problems = [
    ...(stored.toString('latin1', 0, 64) === sha256(text)
      ? []
      : [`${MANIFEST} is not what ${MANIFEST_DIGEST} is the digest of`]),
    ...(await fileProblems(directory, manifest)),
  ]
  const whole =
    problems.length === 0 ? [...problems, ...(await moduleProblems(directory, manifest))] : problems
  return { path: directory, kind: 'archive', intact: whole.length === 0, problems: whole, manifest }
}

const LARGEST_MANIFEST = 64 * 1024 * 1024

/**
 * Throws UsageError, with the first of what is wrong, when an archive is not as it was written: what it says would prove nothing. `path` is what the user
 * calls it.
 */
export async function requireIntact(directory: string, path = directory): Promise<void> {
  const { problems } = await verifyArchive(directory)
  const [first] = problems
  if (first === undefined) return
  const more = problems.length > 1 ? `, and ${problems.length - 1} more` : ''
  throw new UsageError(`${path} is not as it was written: ${first}${more}`, {
    hint: `kcarve verify ${path}`,
  })
}

async function fileProblems(directory: string, { files }: ArchiveManifest): Promise<string[]> {
  const problems: string[] = []
  const root = await realpath(directory)
  for (const { path, size, sha256: expected } of files) {
    const place = join(root, path)
    const found = await lstat(place).catch(() => undefined)
    if (found === undefined) problems.push(`${path} is missing`)
    // An archive holds no links, and nothing outside of it is ever read.
    else if (!found.isFile() || (await realpath(place)) !== place)
      problems.push(`${path} is no file of its own`)
    else if (found.size !== size) problems.push(`${path} has ${found.size} bytes, not ${size}`)
    else if ((await digestOfFile(place)) !== expected) problems.push(`${path} has been changed`)
  }
  const listed = new Set([MANIFEST, MANIFEST_DIGEST, ...files.map(({ path }) => path)])
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const strangers = entries
    .filter(entry => !entry.isDirectory())
    .map(entry => relative(directory, join(entry.parentPath ?? entry.path, entry.name)))
    .filter(path => !listed.has(path))
  return [...problems, ...strangers.map(path => `${path} does not belong to it`)]
}

async function moduleProblems(directory: string, { files, modules }: ArchiveManifest): Promise<string[]> {
  const problems: string[] = []
  for (const { name, file: path, sha256: expected, hmac } of modules) {
    const file = files.find(each => each.role === 'module' && each.path === path)
    if (file === undefined) problems.push(`there is no module ${name} in it`)
    else if (file.sha256 !== expected) problems.push(`${path} is not the one that the manifest describes`)
    if (hmac === null) continue
    problems.push(...(await digestProblems(join(directory, path))))
  }
  return problems
}

/** Whether a module is what its digest was made of, by the contract that it is of. */
async function digestProblems(path: string): Promise<readonly string[]> {
  const image = await openImage(path)
  const contract =
    image.kind === 'module' && moduleContracts.find(each => each.readModule(image.elf) !== undefined)
  return contract ? contract.verify(path) : [`${path} is of no kind whose digest can be checked`]
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
