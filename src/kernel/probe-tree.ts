// SPDX-License-Identifier: GPL-2.0-only

import { readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../core/errors.js'
import { isFile } from '../core/exists.js'
import type { KernelTree } from './kernel-tree.js'
import { readKernelVersion } from './kernel-version.js'

/** What every kernel since 4.x has, and what packaged headers lack (init/main.c). */
const LANDMARKS = ['Makefile', 'Kbuild', 'Kconfig', 'scripts/Makefile.build', 'init/main.c']

/**
 * Says which kernel the sources at `directory` are; symlinks are followed. Throws UsageError, naming what is missing,
 * when they are none. What a feature needs of a kernel is not asked here.
 */
export async function probeTree(directory: string): Promise<KernelTree> {
  const root = await realpath(directory).catch(cause => {
    throw new UsageError(`${directory} does not exist`, { cause })
  })
  if (!(await stat(root)).isDirectory()) {
    throw new UsageError(`${directory} is not a directory`, {
      hint: 'name the directory that the kernel sources were unpacked into',
    })
  }
  const missing: string[] = []
  for (const landmark of LANDMARKS) if (!(await isFile(join(root, landmark)))) missing.push(landmark)
  if (missing.length > 0) throw notATree(directory, missing)
  const version = readKernelVersion(await readFile(join(root, 'Makefile'), 'utf8'))
  if (version === undefined) {
    throw new UsageError(
      `${directory} is not a kernel source tree: its Makefile sets no VERSION and PATCHLEVEL`,
    )
  }
  return { root, ...version }
}

function notATree(directory: string, missing: readonly string[]): UsageError {
  const isHeaders = missing.length === 1 && missing[0] === 'init/main.c'
  return new UsageError(`${directory} is not a kernel source tree: it has no ${missing.join(', no ')}`, {
    hint: isHeaders
      ? 'these are packaged headers; the sources are needed (Debian: apt-get install linux-source)'
      : 'name the directory that the kernel sources were unpacked into',
  })
}
