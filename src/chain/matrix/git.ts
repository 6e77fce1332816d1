// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError, UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { type RunOptions, type RunResult, runCommand } from '../../core/run-command.js'
import { writeWhole } from '../../core/write-whole.js'

export interface GitOptions {
  readonly cacheDir: string
  readonly signal: AbortSignal
  readonly logPath: (name: string) => string
  readonly onDetail?: ((text: string) => void) | undefined
}

/** The commit that a revision names in a repository, a path or a URL. Throws UsageError when it names none. */
export async function resolveRevision(
  repository: string,
  revision: string,
  options: GitOptions,
): Promise<string> {
  if (/^-|[\s\0:]/.test(revision)) throw new UsageError(`${revision} is not a revision of git's`)
  if (/^[0-9a-f]{40}$/.test(revision)) return revision
  const isLocal = repository.startsWith('/')
  const args = isLocal
    ? ['-C', repository, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`]
    : ['ls-remote', repository, revision, `${revision}^{}`]
  const { lines } = await git(args, options, [1])
  // Of an annotated tag the commit is the last: its name with ^{}.
  const commit = /^[0-9a-f]{40,64}/.exec(lines.filter(line => /^[0-9a-f]{40}/.test(line)).at(-1) ?? '')?.[0]
  if (commit === undefined) throw new UsageError(`${repository} has no revision ${revision}`)
  return commit
}

/** A tarball of a commit, in the cache; gives its path. */
export async function archiveCommit(
  repository: string,
  commit: string,
  options: GitOptions,
): Promise<string> {
  const path = join(options.cacheDir, 'matrix/sources', `linux-${commit.slice(0, 16)}.tar`)
  if (await exists(path)) return path
  options.onDetail?.(`getting ${commit.slice(0, 12)} from ${repository}`)
  await mkdir(join(path, '..'), { recursive: true })
  const from = repository.startsWith('/') ? repository : await fetchCommit(repository, commit, options)
  await writeWhole(path, partial =>
    git(['-C', from, 'archive', '--format=tar', '--prefix=linux/', '-o', partial, commit], options),
  )
  return path
}

/** A repository in the cache that has the commit, without its history. */
async function fetchCommit(url: string, commit: string, options: GitOptions): Promise<string> {
  const key = createHash('sha256').update(url).digest('hex').slice(0, 16)
  const mirror = join(options.cacheDir, 'matrix/git', key)
  await mkdir(mirror, { recursive: true })
  await git(['init', '--quiet', '--bare', mirror], options)
  await git(['-C', mirror, 'fetch', '--quiet', '--depth=1', '--no-tags', url, commit], options)
  return mirror
}

/** Only what transports files: git has transports that run commands. */
const ENV = { GIT_ALLOW_PROTOCOL: 'file:http:https:git:ssh', GIT_TERMINAL_PROMPT: '0' }

function git(
  args: readonly string[],
  { signal, logPath }: GitOptions,
  accept?: RunOptions['accept'],
): Promise<RunResult> {
  const run = { env: ENV, signal, logPath: logPath('git'), accept, installHint: 'apt-get install git' }
  return runCommand('git', args, run).catch(error => {
    if (!(error instanceof CommandError)) throw error
    throw new UsageError(`git: ${error.tail.at(-1) ?? error.message}`, { cause: error })
  })
}
