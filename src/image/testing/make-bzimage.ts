// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'

/** Compressors as scripts/Makefile.lib of the kernel calls them. */
export const COMPRESSORS = {
  gzip: ['gzip', '-n', '-9'],
  bzip2: ['bzip2', '-9'],
  lzma: ['xz', '--format=lzma', '-9'],
  xz: ['xz', '--check=crc32', '--threads=1', '--x86', '--lzma2=,dict=1MiB'],
  lz4: ['lz4', '-l', '-9', '-', '-'],
  zstd: ['zstd', '-q', '-22', '--ultra'],
} as const

/** A file laid out as arch/x86/boot makes it: boot sector, setup, and a protected-mode part that holds the payload. */
export function makeBzImage(vmlinux: Uint8Array, compressor: keyof typeof COMPRESSORS): Buffer {
  const [program, ...args] = COMPRESSORS[compressor]
  const compressed = execFileSync(program, args, { input: vmlinux, maxBuffer: 1 << 28 })
  const size = Buffer.alloc(4)
  size.writeUInt32LE(vmlinux.length)
  return layOut(compressor === 'gzip' ? compressed : Buffer.concat([compressed, size]))
}

/** The same around any payload. */
export function layOut(payload: Uint8Array): Buffer {
  const setupSects = 3
  const payloadOffset = 0x3b1
  const setup = Buffer.alloc((setupSects + 1) * 512)
  setup.writeUInt8(setupSects, 0x1f1)
  setup.writeUInt16LE(0xaa55, 0x1fe)
  setup.write('HdrS', 0x202)
  setup.writeUInt16LE(0x20f, 0x206)
  setup.writeUInt16LE(0x300, 0x20e)
  setup.writeUInt32LE(payloadOffset, 0x248)
  setup.writeUInt32LE(payload.length, 0x24c)
  setup.write('6.12.117 (me@here) #1 SMP\0', 0x500)
  return Buffer.concat([setup, Buffer.alloc(payloadOffset, 0x90), payload, Buffer.alloc(100, 0xcc)])
}
