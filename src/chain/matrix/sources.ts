// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ToolError, UsageError } from '../../core/errors.js'
import { exists, isFile } from '../../core/exists.js'
import { writeWhole } from '../../core/write-whole.js'
import { fetchNearest, newestVersion } from '../../debian/fetch-newest.js'
import type { JobSource, NamedTree } from '../../matrix/index.js'
import { contentDigest, type DigestOptions } from './content-digest.js'
import { archiveCommit, resolveRevision } from './git.js'

export interface SourceOptions extends DigestOptions {
  /** Where the output of a command goes, by its name. */
  readonly logPath: (name: string) => string
}

/** What a tree of the file is at the moment: which version, which commit, which bytes. Throws UsageError when it is not there. */
export async function resolveSource(
  { entry, revision }: NamedTree,
  baseDir: string,
  options: SourceOptions,
): Promise<JobSource> {
  const { debian, tarball, directory, git, kernel, sha256 } = entry
  if (debian !== undefined) return debianSource(debian, options)
  if (git !== undefined && revision !== undefined) {
    const repository = /^[a-z]+:\/\//.test(git) ? git : await existing(git, baseDir)
    return { kind: 'git', repository, commit: await resolveRevision(repository, revision, options) }
  }
  if (tarball !== undefined) {
    if (/^https?:/.test(tarball)) return { kind: 'tarball', from: tarball, sha256: sha256 ?? '' }
    return tarballSource(await existing(tarball, baseDir), sha256, options)
  }
  const path = await existing(kernel ?? directory ?? '', baseDir)
  if (kernel === undefined && (await isFile(path))) return tarballSource(path, undefined, options)
  const digest = await contentDigest(path, options)
  return { kind: kernel === undefined ? 'directory' : 'kernel', path, sha256: digest }
}

/** For people: the version of a package, the first digits of a commit or a digest. */
export function sourceVersion(source: JobSource): string {
  if (source.kind === 'debian') return source.version
  return (source.kind === 'git' ? source.commit : source.sha256).slice(0, 12)
}

/**
 * Gets what a job is made of onto this machine; gives its path. Throws ToolError when what is there is not what the job says.
 */
export async function obtainSource(source: JobSource, options: SourceOptions): Promise<string> {
  const { cacheDir, signal, logPath, onDetail } = options
  switch (source.kind) {
    case 'debian': {
      const { line, version } = source
      const name = `linux-source-${line}`
      const wanted = { version: version.replace(/-[^-]*$/, ''), debianVersion: version }
      const found = await fetchNearest(name, wanted, {
        cacheDir,
        signal,
        logPath: logPath('fetch'),
        onDetail,
      })
      if (found.version === version) return join(found.directory, 'usr/src', `${name}.tar.xz`)
      throw new ToolError(`no suite of Debian's has ${name} ${version} any more`, {
        hint: `the nearest is ${found.version}`,
      })
    }
    case 'git':
      return archiveCommit(source.repository, source.commit, options)
    case 'tarball':
      if (source.from.startsWith('/')) return verified(source.from, source.sha256, options)
      return download(source.from, source.sha256, options)
    default:
      return verified(source.path, source.sha256, options)
  }
}

/** Gives the path when there is what the digest is of. Throws ToolError otherwise. */
export async function verified(path: string, sha256: string, options: DigestOptions): Promise<string> {
  if (!(await exists(path))) throw new ToolError(`${path} is not on this machine`)
  if ((await contentDigest(path, options)) === sha256) return path
  throw new ToolError(`${path} is not what the job was made of: its content has another digest`, {
    hint: 'run kcarve matrix again, or copy the same content here',
  })
}

async function debianSource(
  text: string,
  { cacheDir, signal, logPath, onDetail }: SourceOptions,
): Promise<JobSource> {
  const [line = '', pinned] = text.split('=')
  if (!/^\d+\.\d+$/.test(line)) throw new UsageError(`debian:${text}: not a kernel line such as debian:6.12`)
  const fetching = { cacheDir, signal, logPath: logPath('fetch'), onDetail }
  return { kind: 'debian', line, version: pinned ?? (await newestVersion(`linux-source-${line}`, fetching)) }
}

async function tarballSource(
  path: string,
  wanted: string | undefined,
  options: SourceOptions,
): Promise<JobSource> {
  if (!(await isFile(path))) throw new UsageError(`${path} is not a file`)
  const sha256 = await contentDigest(path, options)
  if (wanted === undefined || wanted === sha256) return { kind: 'tarball', from: path, sha256 }
  throw new UsageError(`${path} has another digest: ${sha256}`)
}

const existing = (path: string, baseDir: string): Promise<string> =>
  realpath(resolve(baseDir, path)).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })

async function download(
  url: string,
  sha256: string,
  { cacheDir, signal, onDetail }: SourceOptions,
): Promise<string> {
  const name = new URL(url).pathname.split('/').at(-1) || 'linux.tar'
  const path = join(cacheDir, 'matrix/sources', sha256.slice(0, 16), name)
  if (await exists(path)) return path
  onDetail?.(`fetching ${url}`)
  await mkdir(join(path, '..'), { recursive: true })
  await writeWhole(path, async partial => {
    const response = await fetch(url, { signal }).catch(cause => {
      signal.throwIfAborted()
      throw new ToolError(`${url} cannot be fetched`, {
        cause,
        hint: String(cause.cause?.message ?? cause.message),
      })
    })
    if (!response.ok || response.body === null)
      throw new ToolError(`${url}: ${response.status} ${response.statusText}`)
    const hash = createHash('sha256')
    const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0])
    body.on('data', chunk => hash.update(chunk))
    await pipeline(body, createWriteStream(partial), { signal })
    const digest = hash.digest('hex')
    if (digest !== sha256) throw new ToolError(`${url} has another digest: ${digest}, not ${sha256}`)
  })
  return path
}
