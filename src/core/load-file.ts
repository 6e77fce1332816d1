// SPDX-License-Identifier: GPL-2.0-only
import type { Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { UsageError } from './errors.js'

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'may not be read',
  ERR_FS_FILE_TOO_LARGE: 'is larger than 2 GiB',
}

/**
 * The bytes of a file that the user named. Throws UsageError when it cannot be read, and for what is no regular file: a device or a
 * FIFO may give bytes without end, or none for ever. So it does for one with more than so many bytes.
 */
export async function loadFile(path: string, mostBytes = Number.POSITIVE_INFINITY): Promise<Buffer> {
  try {
    const found = await stat(path)
    refuseSpecial(path, found)
    if (found.size > mostBytes) {
      throw new UsageError(
        `${path} has ${found.size} bytes, and at most ${mostBytes} are read of such a file`,
      )
    }
    return await readFile(path)
  } catch (error) {
    const problem = PROBLEMS[(error as NodeJS.ErrnoException).code ?? '']
    if (problem === undefined) throw error
    throw new UsageError(`${path}: ${problem}`, { cause: error })
  }
}

/** Throws UsageError for what is neither a file nor a directory. */
export function refuseSpecial(path: string, found: Stats): void {
  const kind = specialKind(found)
  if (kind !== undefined) throw new UsageError(`${path} is ${kind}, not a regular file`)
}

/** Undefined for files and directories. */
function specialKind(found: Stats): string | undefined {
  if (found.isFIFO()) return 'a FIFO'
  if (found.isSocket()) return 'a socket'
  if (found.isCharacterDevice()) return 'a character device'
  return found.isBlockDevice() ? 'a block device' : undefined
}
