// SPDX-License-Identifier: GPL-2.0-only
import { copyFile, mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { guestDirectory } from './guest/guest-directory.js'
import type { GuestPart } from './guest/guest-entries.js'
import type { RestartName } from './guest/request.js'
import type { Disk } from './qemu-arguments.js'

export interface RestartOptions {
  /** Where the guest finds the disk `kcarve-swap`. */
  readonly swap: string
  /** MiB in which the kernel starts after a crash. */
  readonly crashMiB: number
  /** For what is only needed meanwhile. */
  readonly workDir: string
}

/** What a machine needs for its restarts, besides otherKernelPart if it starts another kernel. */
export interface RestartNeeds {
  readonly append: readonly string[]
  readonly disks: readonly Disk[]
  readonly extraMiB: number
  readonly startsKernel: boolean
}

/** Room for the memory of any guest of ours; sparse. */
const SWAP_BYTES = 4 * 2 ** 30

export async function restartNeeds(
  restarts: readonly RestartName[],
  { swap, crashMiB, workDir }: RestartOptions,
): Promise<RestartNeeds> {
  const [sleeps, crashes] = [restarts.includes('hibernation'), restarts.includes('kdump')]
  const disk = { name: 'kcarve-swap', path: join(workDir, 'swap.img') }
  if (sleeps) {
    const file = await open(disk.path, 'w')
    await file.truncate(SWAP_BYTES)
    await file.close()
  }
  return {
    append: [
      ...(sleeps ? [`resume=${swap}`, `kcarve.swap=${swap}`] : []),
      ...(crashes ? [`crashkernel=${crashMiB}M`] : []),
    ],
    disks: sleeps ? [disk] : [],
    extraMiB: crashes ? crashMiB : 0,
    startsKernel: crashes || restarts.includes('kexec'),
  }
}

/** What a guest needs to start a kernel: a program for that, and the kernel with its initramfs, which are copied into a new directory. */
export async function otherKernelPart(
  { kernel, initramfs }: { readonly kernel: string; readonly initramfs: string },
  directory: string,
): Promise<GuestPart> {
  await mkdir(directory)
  await copyFile(kernel, join(directory, 'kernel'))
  await copyFile(initramfs, join(directory, 'initramfs'))
  const tree = { name: 'restart', from: directory }
  return { directory: join(guestDirectory, 'other-kernel'), checks: [], programs: ['kexec'], tree }
}
