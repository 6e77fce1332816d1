// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Architecture } from '../arch/architecture.js'
import { cacheDirectory } from '../core/cache-directory.js'
import { CommandError, MissingError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { runCommand } from '../core/run-command.js'
import { privateApt } from './private-apt.js'

export interface FetchOptions {
  readonly cacheDir?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface PackageFile {
  /** Of the Debian package. */
  readonly name: string
  /** Of the file in it. */
  readonly path: string
}

/**
 * The path in the cache of a file out of a Debian package of another architecture. apt downloads it, with lists of its own in the cache:
 * neither root nor `dpkg --add-architecture` is needed, and nothing is installed. Throws MissingError when that fails.
 */
export async function fetchFromPackage(
  file: PackageFile,
  arch: Architecture,
  { cacheDir = cacheDirectory(), signal }: FetchOptions = {},
): Promise<string> {
  const target = join(cacheDir, 'guest', `${file.name}-${arch.name}`, file.path)
  if (await exists(target)) return target
  await mkdir(cacheDir, { recursive: true })
  const work = await mkdtemp(join(cacheDir, 'fetch-'))
  try {
    const apt = await privateApt({ directory: work, architecture: arch.debian, signal })
    await apt('apt-get', ['update'])
    await apt('apt-get', ['download', file.name])
    const archive = (await readdir(work)).find(name => name.endsWith('.deb')) ?? ''
    await runCommand('dpkg-deb', ['-x', archive, 'files'], {
      cwd: work,
      installHint: 'apt-get install dpkg',
      signal,
    })
    await mkdir(dirname(target), { recursive: true })
    await rename(join(work, 'files', file.path), target)
  } catch (cause) {
    if (!(cause instanceof CommandError || cause instanceof MissingError)) throw cause
    throw new MissingError(`${file.name} for ${arch.name} could not be fetched from Debian`, {
      hint: `${cause.message}; a copy of its ${file.path} may be put at ${target}`,
      cause,
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  return target
}
