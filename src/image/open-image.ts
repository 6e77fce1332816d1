// SPDX-License-Identifier: GPL-2.0-only

import { FormatError } from '../core/errors.js'
import { loadFile } from '../core/load-file.js'
import { type Elf, ET_REL, isElf, readElf, sectionNamed } from '../formats/elf/index.js'
import { isArm64Image, readArm64Image } from './arm64-image.js'
import { type BzImage, isBzImage, readBzImage, vmlinuxOf } from './bzimage.js'
import { type Compression, detectCompression } from './compression.js'
import { decompress } from './decompress.js'
import { kernelOfUki } from './uki.js'

interface Opened {
  readonly path: string
  /** The file as it is. */
  readonly bytes: Uint8Array
  /** Whether it is a unified kernel image; what is in its section .linux has been opened. */
  readonly isUki: boolean
}

/** A file, told by its contents. The Elf of a bzImage is the vmlinux in it, that of an Image its memory; neither has symbols. */
export type OpenImage = Opened & Recognised

type Recognised = {
  /** How the whole file is compressed (`.ko.xz`); what is in it has been decompressed. */
  readonly compression: Compression | undefined
} & (
  | { readonly kind: 'vmlinux' | 'Image' | 'module'; readonly elf: Elf }
  | { readonly kind: 'bzImage'; readonly elf: Elf; readonly boot: BzImage }
  /** Another ELF file, such as an object that is not linked yet, or no ELF file at all. */
  | { readonly kind: 'other'; readonly elf: Elf | undefined }
)

/** No module comes near it; bounds what a compressed file can make us allocate. */
const MAX_DECOMPRESSED = 2 ** 30

/**
 * Opens vmlinux, bzImage, arm64 Image or a module, compressed or not, or the kernel in a unified kernel image. Throws UsageError when the file cannot be read, FormatError naming the file when it
 * is damaged, MissingError when a decompressor is missing.
 */
export async function openImage(path: string): Promise<OpenImage> {
  const bytes = await loadFile(path)
  try {
    const kernel = kernelOfUki(bytes)
    if (kernel === undefined) return { ...(await recognise(bytes)), path, bytes, isUki: false }
    return { ...(await recognise(kernel)), path, bytes, isUki: true }
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(path) : error
  }
}

async function recognise(bytes: Uint8Array): Promise<Recognised> {
  if (isBzImage(bytes)) {
    const boot = readBzImage(bytes)
    return { kind: 'bzImage', compression: undefined, boot, elf: readElf(await vmlinuxOf(boot)) }
  }
  const compression = detectCompression(bytes)
  const inner =
    compression === undefined
      ? bytes
      : await decompress(bytes, compression, MAX_DECOMPRESSED, { offset: 0, field: 'compressed file' })
  if (isArm64Image(inner)) return { compression, kind: 'Image', elf: readArm64Image(inner) }
  if (!isElf(inner)) return { compression, kind: 'other', elf: undefined }
  const elf = readElf(inner)
  return { compression, kind: kindOf(elf), elf }
}

function kindOf(elf: Elf): 'vmlinux' | 'module' | 'other' {
  if (elf.header.e_type === ET_REL) {
    // Objects have a .modinfo as well; the module structure is what modpost adds last.
    return sectionNamed(elf, '.gnu.linkonce.this_module') === undefined ? 'other' : 'module'
  }
  return linuxBanner(elf) === undefined ? 'other' : 'vmlinux'
}

const BANNER = 'Linux version '

/** What /proc/version prints: `Linux version 6.12.0 (user@host) (compiler) #1 ...`; undefined when there is none. */
export function linuxBanner({ bytes }: Elf): string | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let first: string | undefined
  for (let at = all.indexOf(BANNER); at >= 0; at = all.indexOf(BANNER, at + 1)) {
    const banner = /^Linux version \d[^\0\n]*/.exec(all.toString('latin1', at, at + 1024))?.[0]
    // A kernel may also hold a provisional banner, whose build has no number yet (init/Makefile: `#`, not `#1`).
    if (banner !== undefined && / #\d/.test(banner)) return banner
    first ??= banner
  }
  return first
}
