// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { FormatError, UsageError } from '../../core/errors.js'
import { openImage } from '../../image/index.js'
import { imageFacts } from './image-facts.js'
import type { KernelFacts } from './kernel-facts.js'
import { treeFacts } from './tree-facts.js'

/**
 * Reads a kernel: an image (vmlinux or bzImage), a built tree, or headers. Throws UsageError for what is none of these,
 * FormatError for damaged files.
 */
export async function openKernel(path: string): Promise<KernelFacts> {
  const isDirectory = await stat(path).then(
    found => found.isDirectory(),
    () => false,
  )
  if (isDirectory) return treeFacts(path)
  const image = await openImage(path)
  if (image.kind === 'Image') {
    throw new UsageError(`${path}: an Image does not tell what it exports`, {
      hint: 'ask with its vmlinux, its build directory, or its headers',
    })
  }
  if (image.kind !== 'vmlinux' && image.kind !== 'bzImage') throw new UsageError(`${path}: not a kernel`)
  try {
    return await imageFacts(path, image.elf)
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(path) : error
  }
}
