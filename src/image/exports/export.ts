// SPDX-License-Identifier: GPL-2.0-only

/** One symbol that a vmlinux, a module, or an object offers to modules. */
export interface Export {
  readonly name: string
  readonly gpl: boolean
  /** Empty when it is in none. */
  readonly namespace: string
  /** Null without CONFIG_MODVERSIONS. */
  readonly crc: number | null
}
