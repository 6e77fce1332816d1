// SPDX-License-Identifier: GPL-2.0-only

/** A directory that holds the sources of a Linux kernel. */
export interface KernelTree {
  /** Absolute, symlinks resolved. */
  readonly root: string
  /** As `make kernelversion` prints it: `6.12.117`, `6.13.0-rc2`. */
  readonly version: string
  /** The first three numbers; SUBLEVEL is 0 when the makefile leaves it empty. */
  readonly numbers: readonly [version: number, patchlevel: number, sublevel: number]
  /** NAME of the makefile, such as `Baby Opossum Posse`; empty when it has none. */
  readonly name: string
}
