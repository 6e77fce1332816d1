// SPDX-License-Identifier: GPL-2.0-only
import { readFile, stat } from 'node:fs/promises'
import type { Objtree } from '../../../../build/index.js'
import { readElf } from '../../../../formats/elf/index.js'
import { moduleOf } from '../../build/index.js'
import { sectionSizes } from './section-sizes.js'
import type { Figures } from './size-table.js'

/** Sizes of what a build has made, in bytes. */
export async function buildFigures(built: Objtree): Promise<Figures> {
  const sizes = sectionSizes(readElf(await readFile(built.vmlinux)))
  const sizeOf = async (path: string | undefined) =>
    path === undefined ? undefined : (await stat(path)).size
  return {
    'vmlinux text': sizes.text,
    'vmlinux rodata': sizes.rodata,
    'vmlinux data': sizes.data,
    'vmlinux bss': sizes.bss,
    'vmlinux init': sizes.init,
    'embedded module': sizes.embedded === 0 ? undefined : sizes.embedded,
    'module file': await sizeOf(await moduleOf(built)),
    'bootable image': await sizeOf(built.image),
  }
}
