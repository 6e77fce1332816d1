// SPDX-License-Identifier: GPL-2.0-only

/** A part of the memory of a kernel, by the name that its section has in vmlinux; bytes. */
export interface Table {
  readonly name: string
  readonly offset: number
  readonly size: number
}
