// SPDX-License-Identifier: GPL-2.0-only

import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { CommandError, UsageError } from '../core/errors.js'
import { exists, isDirectory } from '../core/exists.js'
import { refuseSpecial } from '../core/load-file.js'
import { runCommand } from '../core/run-command.js'

/** An archive is a directory, or that in one file. */
export const isPacked = (path: string): boolean => path.endsWith('.tar.zst')

/** Whether there is something at the path that may be an archive: any directory, or a file that is packed by its name. */
export const mayBeArchive = async (path: string): Promise<boolean> =>
  (await isDirectory(path)) || (isPacked(path) && (await exists(path)))

const INSTALL = { installHint: 'apt-get install tar zstd' }
/** The same archive gives the same bytes. */
const REPRODUCIBLE = [
  '--sort=name',
  '--mtime=@0',
  '--owner=0',
  '--group=0',
  '--numeric-owner',
  '--mode=u=rwX,go=rX',
]

/** Packs a directory into a file. */
export async function packArchive(directory: string, file: string, signal?: AbortSignal): Promise<void> {
  const args = [...REPRODUCIBLE, '--zstd', '-cf', resolve(file), '-C', directory, '.']
  await runCommand('tar', args, { ...INSTALL, signal })
}

/** Calls `use` with a directory that holds the archive, unpacked for the time if it is packed. Throws UsageError for a damaged file. */
export async function withUnpacked<T>(
  path: string,
  use: (directory: string) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  if (!isPacked(path) || (await isDirectory(path))) return use(path)
  const found = await stat(path).catch(() => undefined)
  if (found !== undefined) refuseSpecial(path, found)
  return inScratch(async directory => {
    await runCommand(
      'bash',
      ['-o', 'pipefail', '-c', UNPACK, 'unpack', resolve(path), `${MOST_BYTES}`, directory],
      { signal },
    ).catch(cause => {
      if (!(cause instanceof CommandError)) throw cause
      throw new UsageError(`${path} cannot be unpacked: it is damaged, cut off, or no archive`, { cause })
    })
    return use(directory)
  })
}

/** A small file can hold more than any disk does. */
const MOST_BYTES = 8 * 2 ** 30
const UNPACK = 'zstd -dcq -- "$1" | head -c "$2" | tar -xf - -C "$3"'

/** Calls `use` with an empty directory that is removed afterwards. */
export async function inScratch<T>(use: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-archive-'))
  try {
    return await use(directory)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
