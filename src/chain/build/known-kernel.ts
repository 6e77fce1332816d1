// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { buildIn } from '../../build/index.js'
import { isFile } from '../../core/exists.js'
import type { KnownKernel } from '../../features/standalone-crypto/boundary/index.js'
import { openKernel } from '../../reuse/index.js'

/**
 * What a kernel tells of the symbols that a module imports: a build by its objects; headers and images by what they export.
 * Throws what openKernel throws.
 */
export async function knownKernel(path: string | undefined): Promise<KnownKernel> {
  if (path === undefined) return {}
  const files = await Promise.all(['vmlinux.a', 'vmlinux'].map(name => isFile(join(path, name))))
  const build = files.every(Boolean) ? await buildIn(path) : undefined
  return build === undefined ? { exports: (await openKernel(path)).exports } : { build }
}
