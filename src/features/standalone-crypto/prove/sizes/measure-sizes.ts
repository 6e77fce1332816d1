// SPDX-License-Identifier: GPL-2.0-only
import { readFile, stat } from 'node:fs/promises'
import { readElf } from '../../../../formats/elf/index.js'
import { sectionSizes } from './section-sizes.js'
import type { Figures } from './size-table.js'

/** Sizes of what a build has made, in bytes. */
export async function buildFigures(build: {
  readonly vmlinux: string
  readonly image: string
  readonly module: string | undefined
}): Promise<Figures> {
  const sizes = sectionSizes(readElf(await readFile(build.vmlinux)))
  const sizeOf = async (path: string | undefined) =>
    path === undefined ? undefined : (await stat(path)).size
  return {
    'vmlinux text': sizes.text,
    'vmlinux rodata': sizes.rodata,
    'vmlinux data': sizes.data,
    'vmlinux bss': sizes.bss,
    'vmlinux init': sizes.init,
    'embedded module': sizes.embedded === 0 ? undefined : sizes.embedded,
    'module file': await sizeOf(build.module),
    'bootable image': await sizeOf(build.image),
  }
}
