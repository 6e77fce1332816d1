// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from './architecture.js'

export const arm64: Architecture = {
  name: 'arm64',
  srcArch: 'arm64',
  makeArch: 'arm64',
  elfMachine: 183,
  crossCompile: 'aarch64-linux-gnu-',
  image: 'arch/arm64/boot/Image',
  vmlinux: 'vmlinux',
  qemu: {
    program: 'qemu-system-aarch64',
    // `max` offers AES, SHA-1, SHA-2, SHA-512, SHA-3 and PMULL instructions. Its pointer authentication would be
    // most of what TCG computes for a kernel that uses it; QEMU's own algorithm is not.
    machineArgs: ['-machine', 'virt', '-cpu', 'max,pauth-impdef=on'],
    consoleWords: ['console=ttyAMA0', 'earlycon=pl011,0x9000000'],
    // PSCI resets the machine, and -no-reboot turns that into an exit.
    rebootWords: [],
    tpmDevice: 'tpm-tis-device',
  },
  packages: {
    qemu: 'qemu-system-arm',
    crossCompiler: 'gcc-aarch64-linux-gnu',
    crossLibc: 'libc6-dev-arm64-cross',
  },
  debian: 'arm64',
}
