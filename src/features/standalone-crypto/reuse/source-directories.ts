// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../../core/errors.js'
import { isFile } from '../../../core/exists.js'

/** The directories with a makefile among crypto/, those below it, and that of the architecture. Throws UsageError without a crypto/. */
export async function sourceDirectories(root: string, srcArch: string): Promise<readonly string[]> {
  const below = await readdir(join(root, 'crypto'), { withFileTypes: true }).catch(cause => {
    throw new UsageError(`${root}: neither an archive nor the sources of a kernel, as it has no crypto/`, {
      cause,
    })
  })
  const names = below.filter(entry => entry.isDirectory()).map(({ name }) => join('crypto', name))
  const found: string[] = []
  for (const directory of ['crypto', ...names.sort(), `arch/${srcArch}/crypto`]) {
    if (await isFile(join(root, directory, 'Makefile'))) found.push(directory)
  }
  return found
}
