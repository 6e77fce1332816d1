// SPDX-License-Identifier: GPL-2.0-only

/** What differs between architectures, as data. Paths are relative to a build directory. */
export interface Architecture {
  /** As our users name it on the command line, and as `uname -m` prints it. */
  readonly name: string
  /** The directory under arch/, kbuild's SRCARCH. */
  readonly srcArch: string
  /** kbuild's ARCH= on the make command line. */
  readonly makeArch: string
  /** e_machine of its ELF files. */
  readonly elfMachine: number
  /** CROSS_COMPILE= when the machine we run on is another one. */
  readonly crossCompile: string
  /** What the boot loader takes, and the ELF file it is made from. */
  readonly image: string
  readonly vmlinux: string
  readonly qemu: QemuMachine
  /** Debian packages, by what needs them. */
  readonly packages: { readonly qemu: string; readonly crossCompiler: string; readonly crossLibc: string }
  /** Debian's name of the architecture. */
  readonly debian: string
}

export interface QemuMachine {
  readonly program: string
  /** Machine and processor: what a kernel of any config boots on. */
  readonly machineArgs: readonly string[]
  /** Kernel command line words that put the console on QEMU's first serial port. */
  readonly consoleWords: readonly string[]
  /** Kernel command line words that make a panic or `reboot -f` end QEMU, with panic=-1 and -no-reboot. */
  readonly rebootWords: readonly string[]
  /** QEMU's name of a TPM that the machine can have. */
  readonly tpmDevice: string
}
