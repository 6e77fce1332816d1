// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { FormatError, UsageError } from '../../core/errors.js'
import { exists, isDirectory } from '../../core/exists.js'
import { openImage } from '../../image/index.js'
import { imageFacts } from './image-facts.js'
import type { KernelFacts } from './kernel-facts.js'
import { treeFacts } from './tree-facts.js'

/**
 * Reads a kernel: an image (vmlinux, bzImage or arm64 Image), a built tree, headers, or /lib/modules/RELEASE, whose link `build` leads to either. Throws UsageError for what is none of these,
 * FormatError for damaged files.
 */
export async function openKernel(path: string): Promise<KernelFacts> {
  if (await isDirectory(path)) return treeFacts(await behindBuildLink(path))
  const image = await openImage(path)
  if (image.kind === 'module' || image.kind === 'other') throw new UsageError(`${path}: not a kernel`)
  try {
    const facts = await imageFacts(path, image.elf)
    if (image.kind !== 'Image' || facts.exports.size > 0) return facts
    throw new UsageError(`${path}: what it exports is not found in this Image`, {
      hint: 'ask with its vmlinux, its build directory, or its headers',
    })
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(path) : error
  }
}

/** Of /lib/modules/RELEASE, or any directory without symbols of its own, what its link `build` leads to. */
export async function behindBuildLink(path: string): Promise<string> {
  const build = join(path, 'build')
  const has = (directory: string) => exists(join(directory, 'Module.symvers'))
  return !(await has(path)) && (await has(build)) ? build : path
}
