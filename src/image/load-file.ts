// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { UsageError } from '../core/errors.js'

const PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
  EACCES: 'may not be read',
  ERR_FS_FILE_TOO_LARGE: 'is larger than 2 GiB',
}

/** The bytes of a file that the user named; throws UsageError when it cannot be read. */
export async function loadFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const problem = PROBLEMS[(error as NodeJS.ErrnoException).code ?? '']
    if (problem === undefined) throw error
    throw new UsageError(`${path}: ${problem}`, { cause: error })
  }
}
