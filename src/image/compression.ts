// SPDX-License-Identifier: GPL-2.0-only

/** A way in which kernels and modules are compressed, and the program that undoes it. */
export interface Compression {
  readonly name: 'gzip' | 'xz' | 'lzma' | 'zstd' | 'lz4' | 'bzip2' | 'lzo'
  /** The bytes such data begins with. */
  readonly magic: readonly number[]
  /** Program with arguments that decompresses stdin to stdout; absent for what Node does itself. */
  readonly command?: readonly [string, ...string[]] | undefined
  /** The Debian package that has the program. */
  readonly debianPackage?: string | undefined
}

/** As scripts/Makefile.lib of the kernel compresses; lz4 there is the legacy frame, the ordinary one is read as well. */
const COMPRESSIONS: readonly Compression[] = [
  { name: 'gzip', magic: [0x1f, 0x8b, 0x08] },
  {
    name: 'xz',
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
    command: ['xz', '--format=xz', '-dc', '--memlimit-decompress=1GiB'],
    debianPackage: 'xz-utils',
  },
  { name: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], command: ['zstd', '-dcq'], debianPackage: 'zstd' },
  { name: 'lz4', magic: [0x02, 0x21, 0x4c, 0x18], command: ['lz4', '-dcq'], debianPackage: 'lz4' },
  { name: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], command: ['lz4', '-dcq'], debianPackage: 'lz4' },
  { name: 'bzip2', magic: [0x42, 0x5a, 0x68], command: ['bzip2', '-dc'], debianPackage: 'bzip2' },
  {
    name: 'lzo',
    magic: [0x89, 0x4c, 0x5a, 0x4f, 0x00, 0x0d, 0x0a, 0x1a, 0x0a],
    command: ['lzop', '-dc'],
    debianPackage: 'lzop',
  },
  {
    name: 'lzma',
    magic: [0x5d, 0x00, 0x00],
    command: ['xz', '--format=lzma', '-dc', '--memlimit-decompress=1GiB'],
    debianPackage: 'xz-utils',
  },
]

/** How the bytes are compressed, by their magic; undefined when they are not, or in no way known here. */
export function detectCompression(bytes: Uint8Array): Compression | undefined {
  return COMPRESSIONS.find(({ magic }) => magic.every((byte, index) => bytes[index] === byte))
}
