// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import { cacheDirectory } from '../../core/cache-directory.js'
import { CommandError, MissingError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { runCommand } from '../../core/run-command.js'

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
  const run = { installHint: 'apt-get install apt', signal }
  await mkdir(cacheDir, { recursive: true })
  const work = await mkdtemp(join(cacheDir, 'fetch-'))
  try {
    const apt = ['-q', ...(await privateApt(work, arch)).flatMap(option => ['-o', option])]
    await runCommand('apt-get', [...apt, 'update'], { ...run, cwd: work })
    await runCommand('apt-get', [...apt, 'download', file.name], { ...run, cwd: work })
    const archive = (await readdir(work)).find(name => name.endsWith('.deb')) ?? ''
    await runCommand('dpkg-deb', ['-x', archive, 'files'], { ...run, cwd: work })
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

/** Apt's options that let it know nothing but packages of the architecture, from where the machine gets its own. */
async function privateApt(work: string, { debian }: Architecture): Promise<string[]> {
  await mkdir(join(work, 'lists/partial'), { recursive: true })
  await mkdir(join(work, 'archives/partial'), { recursive: true })
  await writeFile(join(work, 'status'), '')
  return [
    `APT::Architecture=${debian}`,
    `APT::Architectures=${debian}`,
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::State::status=${join(work, 'status')}`,
    `Dir::Cache=${work}`,
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
  ]
}
