// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from '../arch/architecture.js'

/** A disk, which the guest finds as /dev/disk/by-id/virtio-NAME. */
export interface Disk {
  /** At most 20 characters: virtio's serial number. */
  readonly name: string
  /** The image, raw. It is never written to: what the guest writes is gone with it. */
  readonly path: string
}

export interface MachineOptions {
  readonly arch: Architecture
  /** bzImage, Image, or on x86_64 a vmlinux with CONFIG_PVH. */
  readonly kernel: string
  readonly initramfs: string
  readonly disks?: readonly Disk[] | undefined
  /** The Unix socket of a TPM, as swtpm has it. */
  readonly tpmSocket?: string | undefined
  /** Further words of the kernel command line; the last of a name wins in most of them. */
  readonly append?: readonly string[] | undefined
  /** Whether the machine goes on when it is reset; otherwise that ends QEMU. */
  readonly resets?: boolean | undefined
  /** 512 by default. */
  readonly memoryMiB?: number | undefined
  /** 2 by default; always 1 with icount. */
  readonly cpus?: number | undefined
  /**
   * Virtual time follows the number of instructions, and everything random has a fixed seed: two boots of the same
   * kernel execute exactly the same. Slower.
   */
  readonly icount?: boolean | undefined
  /** Of everything random, with icount; 1 by default. */
  readonly seed?: number | undefined
}

// 16 ns an instruction: at 1 ns the kernel's timer calibrations, which wait for virtual time to pass, would be a fifth of
// a boot's instructions; much above, timer interrupts would be.
const ICOUNT_ARGS = [
  ['-icount', 'shift=4,sleep=off'],
  ['-rtc', 'base=2024-01-01T00:00:00,clock=vm'],
].flat()

// Seconds. A busy machine lets a virtual processor stand still for longer than a kernel takes for granted, which then calls it a
// lockup or an RCU stall. A kernel that does hang is known by its silence.
const PATIENCE = ['watchdog_thresh=60', 'rcupdate.rcu_cpu_stall_timeout=120']

/**
 * The arguments for QEMU that boot a kernel (its console is the first `-serial`, which is not among them), and end QEMU when it reboots or panics, unless `resets`. KVM is
 * not used: processors differ, and with them what the kernel's algorithms find there.
 */
export function qemuArguments(options: MachineOptions): string[] {
  const { arch, icount = false } = options
  const cpus = icount ? 1 : (options.cpus ?? 2)
  const append = [
    ...[...arch.qemu.consoleWords, ...arch.qemu.rebootWords, 'panic=-1'],
    // With icount no time passes while a processor stands still.
    ...(icount ? [] : PATIENCE),
    ...(options.append ?? []),
  ]
  return [
    ...arch.qemu.machineArgs,
    ...['-accel', 'tcg'],
    ...['-m', `${options.memoryMiB ?? 512}`],
    // A socket each: without ACPI a kernel finds processors in the MP table, where firmware puts one of each socket.
    ...['-smp', `${cpus},sockets=${cpus},cores=1,threads=1`],
    // No network card and so no boot ROM to wait for.
    ...['-nodefaults', '-no-user-config', ...(options.resets ? [] : ['-no-reboot'])],
    ...['-display', 'none', '-monitor', 'none'],
    ...['-kernel', options.kernel, '-initrd', options.initramfs],
    ...['-append', append.join(' ')],
    ...(options.disks ?? []).flatMap(diskArguments),
    ...(options.tpmSocket === undefined ? [] : tpmArguments(options.tpmSocket, arch)),
    ...(icount ? [...ICOUNT_ARGS, '-seed', `${options.seed ?? 1}`] : []),
  ]
}

const diskArguments = ({ name, path }: Disk): string[] => [
  ...['-drive', `if=none,id=${name},format=raw,snapshot=on,file=${path.replaceAll(',', ',,')}`],
  ...['-device', `virtio-blk-pci,drive=${name},serial=${name}`],
]

const tpmArguments = (socket: string, arch: Architecture): string[] => [
  ...['-chardev', `socket,id=tpm-socket,path=${socket.replaceAll(',', ',,')}`],
  ...['-tpmdev', 'emulator,id=tpm,chardev=tpm-socket'],
  ...['-device', `${arch.qemu.tpmDevice},tpmdev=tpm`],
]
