// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from './architecture.js'

export const x86_64: Architecture = {
  name: 'x86_64',
  srcArch: 'x86',
  makeArch: 'x86_64',
  elfMachine: 62,
  crossCompile: 'x86_64-linux-gnu-',
  image: 'arch/x86/boot/bzImage',
  vmlinux: 'vmlinux',
  qemu: {
    program: 'qemu-system-x86_64',
    // pc has the ISA serial port, PIT and 8042 that a kernel without ACPI and PCI needs. `max` offers
    // AES-NI, PCLMULQDQ and AVX2, so that the accelerated algorithms register.
    machineArgs: ['-machine', 'pc', '-cpu', 'max'],
    // earlyprintk is for the decompressor: without it a damaged image says nothing at all.
    consoleWords: ['console=ttyS0', 'earlyprintk=ttyS0'],
    // The triple fault works without ACPI, and -no-reboot turns it into an exit. A timer check that a busy
    // host makes late would be a panic.
    rebootWords: ['reboot=t', 'no_timer_check'],
    tpmDevice: 'tpm-tis',
  },
  packages: {
    qemu: 'qemu-system-x86',
    crossCompiler: 'gcc-x86-64-linux-gnu',
    crossLibc: 'libc6-dev-amd64-cross',
  },
  debian: 'amd64',
}
