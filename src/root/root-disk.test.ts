// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { x86_64 } from '../arch/x86-64.js'
import { rootDisk, rootPartition } from './root-disk.js'

const work = await mkdtemp(join(tmpdir(), 'kcarve-root-disk-'))

/** An image with an MBR of these partitions: type and size in sectors. */
async function image(...partitions: readonly (readonly [number, number])[]): Promise<string> {
  const bytes = Buffer.alloc(4096)
  bytes.writeUInt16LE(0xaa55, 510)
  partitions.forEach(([type, sectors], index) => {
    bytes[446 + index * 16 + 4] = type
    bytes.writeUInt32LE(sectors, 446 + index * 16 + 12)
  })
  const path = join(work, `${partitions.length}.img`)
  await writeFile(path, bytes)
  return path
}

test('the root of a disk is its largest partition of Linux, or the disk when it has none', async () => {
  expect(await rootPartition(await image([0x82, 9000], [0x83, 100], [0x83, 200]))).toBe(3)
  expect(await rootPartition(await image())).toBeUndefined()
  await expect(rootPartition(await image([0x07, 9000]))).rejects.toThrow('has no partition of Linux')
})

test('a qcow2 image and a root that is not there are told with what to do', async () => {
  const qcow = join(work, 'a.qcow2')
  await writeFile(qcow, 'QFI\xfb\0\0\0\x03', 'latin1')
  await expect(rootPartition(qcow)).rejects.toMatchObject({ hint: `qemu-img convert -O raw ${qcow} NEW` })
  const options = { arch: x86_64, cacheDir: work, workDir: work, logPath: join(work, 'log') }
  await expect(rootDisk('gentoo', options)).rejects.toThrow('There is no root gentoo')
})
