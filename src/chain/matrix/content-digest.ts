// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { writeWhole } from '../../core/write-whole.js'

export interface DigestOptions {
  /** Keeps what was computed, for as long as no file changes. */
  readonly cacheDir: string
  readonly signal: AbortSignal
  readonly onDetail?: ((text: string) => void) | undefined
}

/**
 * SHA-256 of a file, or of all that is below a directory: paths, contents, what may be executed, and where symlinks lead; without `.git`. A
 * copy elsewhere has the same. Reads it once, until a size or time in it changes.
 */
export async function contentDigest(path: string, options: DigestOptions): Promise<string> {
  const { cacheDir, signal, onDetail } = options
  const entries = await entriesOf(path, '', signal)
  const seen = createHash('sha256').update(path)
  for (const { name, size, mtimeMs, mode, ino } of entries)
    seen.update(`${name}\0${size} ${mtimeMs} ${mode} ${ino}\n`)
  const kept = join(cacheDir, 'matrix/digests', seen.digest('hex').slice(0, 32))
  const known = await readFile(kept, 'utf8').catch(() => '')
  if (/^[0-9a-f]{64}$/.test(known)) return known
  onDetail?.(`reading ${path}`)
  const digest = await digestOf(path, entries, signal)
  await mkdir(join(cacheDir, 'matrix/digests'), { recursive: true })
  await writeWhole(kept, partial => writeFile(partial, digest))
  return digest
}

interface Entry {
  /** Relative, empty for a file that was named itself. */
  readonly name: string
  readonly kind: 'file' | 'symlink' | 'directory' | 'other'
  readonly mode: number
  readonly size: number
  readonly mtimeMs: number
  readonly ino: number
}

async function entriesOf(root: string, name: string, signal: AbortSignal): Promise<Entry[]> {
  signal.throwIfAborted()
  const path = join(root, name)
  const found = await lstat(path)
  const { mode, size, mtimeMs, ino } = found
  const entry = (kind: Entry['kind']) => ({ name, kind, mode, size, mtimeMs, ino })
  if (found.isSymbolicLink()) return [entry('symlink')]
  if (found.isFile()) return [entry('file')]
  if (!found.isDirectory()) return [entry('other')]
  const inside = (await readdir(path)).filter(each => each !== '.git').sort()
  const below: Entry[] = []
  for (const each of inside) below.push(...(await entriesOf(root, join(name, each), signal)))
  // A directory's own size and times depend on the file system.
  return [{ ...entry('directory'), size: 0, mtimeMs: 0 }, ...below]
}

async function digestOf(root: string, entries: readonly Entry[], signal: AbortSignal): Promise<string> {
  const only = entries.length === 1 && entries[0]?.kind === 'file'
  if (only) return fileDigest(root, signal)
  const hash = createHash('sha256')
  for (const { name, kind, mode } of entries) {
    const path = join(root, name)
    const what =
      kind === 'file' ? await fileDigest(path, signal) : kind === 'symlink' ? await readlink(path) : ''
    hash.update(`${name}\0${kind} ${kind === 'file' && (mode & 0o100) !== 0 ? 'x' : '-'} ${what}\n`)
  }
  return hash.digest('hex')
}

async function fileDigest(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash, { signal })
  return hash.digest('hex')
}
