// SPDX-License-Identifier: GPL-2.0-only
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../core/errors.js'
import { isDirectory, isFile } from '../core/exists.js'
import { inFile } from '../core/in-file.js'
import { partitionTableBytes, readPartitionTable } from '../formats/partition-table/index.js'
import { type DebianRoot, type DebianRootOptions, debianRoot } from './debian-root.js'
import { imageOfDirectory, ROOT_SIZE } from './disk-image.js'

export interface RootDiskOptions extends Omit<DebianRootOptions, 'suite' | 'encrypted'> {
  /** For the image that is made of a directory. */
  readonly workDir: string
}

/** A disk with a root on it, and what makes an initrd for it. */
export interface RootDisk {
  /** Raw. */
  readonly image: string
  /** What of the disk is the root, for the end of a device's name: `-part1`, or nothing. */
  readonly suffix: string
  /** Whether the root is in a LUKS2 volume, which the initrd opens. */
  readonly isEncrypted: boolean
  /** A Debian root that has initramfs-tools. */
  readonly tools: DebianRoot
}

/** For help and refusals. */
export const ROOT_CHOICES =
  'debian, debian:SUITE, either with +luks for an encrypted one, a directory, or a raw disk image'

/**
 * The root that a choice names: `debian`, `debian:SUITE` and these with `+luks` are made and kept in the cache, a directory is copied into an
 * image, and an image is used as it is, which nothing writes to. Throws UsageError for anything else; see debianRoot for
 * what else.
 */
export async function rootDisk(choice: string, options: RootDiskOptions): Promise<RootDisk> {
  const debian = /^debian(?::([a-z]+))?(\+luks)?$/.exec(choice)
  if (debian !== null) {
    const isEncrypted = debian[2] !== undefined
    const tools = await debianRoot({ ...options, suite: debian[1], encrypted: isEncrypted })
    return { image: tools.image, suffix: '', isEncrypted, tools }
  }
  if (await isDirectory(choice)) {
    const image = join(options.workDir, 'root.ext4')
    options.onDetail?.(`making a disk of ${choice}`)
    await imageOfDirectory({ ...options, directory: choice, image, size: ROOT_SIZE })
    return { image, suffix: '', isEncrypted: false, tools: await debianRoot(options) }
  }
  if (!(await isFile(choice))) {
    throw new UsageError(`There is no root ${choice}`, { hint: `known: ${ROOT_CHOICES}` })
  }
  const number = await rootPartition(choice)
  return {
    image: choice,
    suffix: number === undefined ? '' : `-part${number}`,
    isEncrypted: false,
    tools: await debianRoot(options),
  }
}

/**
 * @internal Which partition of a disk image holds the root: its number, or undefined for an image that is a file system itself. Of several the
 * one that the Discoverable Partitions Specification calls root, or else the largest of Linux.
 */
export async function rootPartition(image: string): Promise<number | undefined> {
  const bytes = await firstBytes(image)
  if (bytes.toString('latin1', 0, 4) === 'QFI\xfb') {
    throw new UsageError(`${image} is a qcow2 image`, { hint: `qemu-img convert -O raw ${image} NEW` })
  }
  const partitions = inFile(image, () => readPartitionTable(bytes))
  if (partitions.length === 0) return undefined
  const largest = (types: readonly string[]) =>
    partitions.filter(({ type }) => types.includes(type)).sort((a, b) => b.size - a.size)[0]
  const root = largest(ROOT_TYPES) ?? largest(LINUX_TYPES)
  if (root === undefined) throw new UsageError(`${image} has no partition of Linux`)
  return root.number
}

/** Of x86-64 and arm64. */
const ROOT_TYPES = ['4f68bce3-e8cd-4db1-96e7-fbcaf984b709', 'b921b045-1df0-41c3-af44-4c6f280d3fae']
const LINUX_TYPES = ['0fc63daf-8483-4772-8e79-3d69d8477de4', '0x83']

async function firstBytes(image: string): Promise<Buffer> {
  const file = await open(image, 'r')
  try {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(partitionTableBytes),
      0,
      partitionTableBytes,
      0,
    )
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
