// SPDX-License-Identifier: GPL-2.0-only
import { inFile } from '../core/in-file.js'
import { archOf, sha256 } from './elf-facts.js'
import type { ImageReport } from './image-report.js'
import { bootReport, vmlinuxFacts } from './kernel-report.js'
import { moduleReport } from './module-report.js'
import type { OpenImage } from './open-image.js'

/**
 * Tells what a file is and what is in it: vmlinux, bzImage, arm64 Image, a module, or something else (which is an answer, not an error).
 * Throws FormatError, naming the file, when it is damaged.
 */
export const inspectImage = (image: OpenImage): ImageReport => inFile(image.path, () => reportOf(image))

function reportOf(image: OpenImage): ImageReport {
  const { path, bytes } = image
  const file = {
    path,
    size: bytes.length,
    sha256: sha256(bytes),
    container: image.isUki ? ('UKI' as const) : null,
    compression: image.compression?.name ?? null,
  }
  switch (image.kind) {
    case 'bzImage':
      return { kind: 'bzImage', ...file, boot: bootReport(image.boot), ...vmlinuxFacts(image.elf) }
    case 'vmlinux':
    case 'Image':
      return { kind: image.kind, ...file, boot: null, ...vmlinuxFacts(image.elf) }
    case 'module':
      return { kind: 'module', ...file, arch: archOf(image.elf), module: moduleReport(image.elf) }
    case 'other':
      return { kind: 'other', ...file, arch: image.elf === undefined ? null : archOf(image.elf) }
  }
}
