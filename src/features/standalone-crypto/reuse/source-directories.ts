// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { UsageError } from '../../../core/errors.js'
import { isFile } from '../../../core/exists.js'
import type { SourceDirectory } from '../../module-contract.js'
import { carvedDirectories } from '../recipe/index.js'

/** The carved directories as the tree has them, without those of other architectures. Throws UsageError without a crypto/. */
export async function sourceDirectories(root: string, srcArch: string): Promise<readonly SourceDirectory[]> {
  const found: SourceDirectory[] = []
  for (const { path, stays } of carvedDirectories) {
    if (path.startsWith('arch/') && !path.startsWith(`arch/${srcArch}/`)) continue
    if (!(await isFile(join(root, path, 'Makefile')))) continue
    found.push({ path, stays: stays.flatMap(({ objects }) => objects) })
  }
  if (!found.some(({ path }) => path === 'crypto'))
    throw new UsageError(
      `${root}: neither an archive nor the sources of a kernel, as it has no crypto/Makefile`,
    )
  return found
}
