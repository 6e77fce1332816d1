// SPDX-License-Identifier: GPL-2.0-only
import { mkdir } from 'node:fs/promises'
import { exists } from './exists.js'
import { writeWhole } from './write-whole.js'

/** Returns the directory, which `fill` makes when it is not there: one that is there is whole, whatever interrupted us. */
export async function cachedDirectory(
  directory: string,
  fill: (partial: string) => Promise<void>,
): Promise<string> {
  if (await exists(directory)) return directory
  try {
    await writeWhole(directory, async partial => {
      await mkdir(partial)
      await fill(partial)
    })
  } catch (error) {
    // Another run was faster.
    if (!isThere(error)) throw error
  }
  return directory
}

const isThere = (error: unknown) =>
  ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')
