// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../formats/testing/scratch.js'
import { inspectImage } from './inspect.js'
import { openImage } from './open-image.js'
import { makeBzImage } from './testing/make-bzimage.js'
import { makeVmlinux, stripVmlinux } from './testing/make-kernel.js'
import { kernelOfUki } from './uki.js'

const base = scratch()
const kernel = () => makeBzImage(readFileSync(stripVmlinux(makeVmlinux(base, 'vmlinux'))), 'gzip')

/** A PE file as ukify makes it: the stub's text, then the command line and the kernel, aligned to 512 bytes. */
function uki(kernel: Uint8Array): Buffer {
  const sections = [
    ['.text', Buffer.from('stub')],
    ['.cmdline', Buffer.from('quiet')],
    ['.linux', Buffer.from(kernel)],
  ] as const
  const head = Buffer.alloc(1024)
  head.write('MZ')
  head.writeUInt32LE(0x80, 0x3c)
  head.write('PE\0\0', 0x80)
  head.writeUInt16LE(sections.length, 0x86)
  head.writeUInt16LE(0xf0, 0x94)
  let end = head.length
  const parts = [head]
  for (const [index, [name, data]] of sections.entries()) {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 511)])
    const at = 0x88 + 16 + 0xf0 + index * 40
    head.write(name, at)
    head.writeUInt32LE(data.length, at + 8)
    head.writeUInt32LE(padded.length, at + 16)
    head.writeUInt32LE(end, at + 20)
    end += padded.length
    parts.push(padded)
  }
  return Buffer.concat(parts)
}

test('a unified kernel image is read by the kernel in it', async () => {
  const path = join(base, 'linux.efi')
  const inside = kernel()
  writeFileSync(path, uki(inside))
  expect(Buffer.from(kernelOfUki(uki(inside)) ?? []).equals(inside)).toBe(true)
  const report = inspectImage(await openImage(path))
  expect(report).toMatchObject({ kind: 'bzImage', container: 'UKI', size: uki(inside).length })
})

test('one that ends early is refused with its place', async () => {
  const path = join(base, 'short.efi')
  writeFileSync(path, uki(kernel()).subarray(0, -1024))
  await expect(openImage(path)).rejects.toThrow(/short\.efi: PointerToRawData at offset \d+: \.linux ends at/)
})

test('other PE files, and what only begins like one, are none', () => {
  const other = uki(Buffer.from('x'))
  other.write('.initrd', other.indexOf('.linux'))
  expect(kernelOfUki(other)).toBeUndefined()
  for (const length of [0, 2, 0x40, 0x81, 0x190, 0x1c0])
    expect(kernelOfUki(other.subarray(0, length))).toBeUndefined()
})
