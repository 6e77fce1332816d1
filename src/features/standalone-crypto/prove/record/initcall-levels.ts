// SPDX-License-Identifier: GPL-2.0-only
import { type Elf, symbols } from '../../../../formats/elf/index.js'

/** An initcall as vmlinux lists it. */
export interface ListedInitcall {
  readonly function: string
  /** As its macro names it: `early`, `4`, `4s`, `rootfs`. */
  readonly level: string
}

/** ___define_initcall of <linux/init.h>: the name of the object, a counter, a line, the function, its level. */
const ENTRY = /^__initcall__kmod_.+?__\d+_\d+_(.+?)(early|rootfs|con|[0-7]s?)$/

/** The initcalls of a vmlinux in the order in which it runs them; empty when it is stripped. */
export function listedInitcalls(vmlinux: Elf): readonly ListedInitcall[] {
  return symbols(vmlinux)
    .flatMap(({ name, st_value }) => {
      const match = ENTRY.exec(name)
      return match?.[1] === undefined || match[2] === undefined
        ? []
        : [{ function: match[1], level: match[2], st_value }]
    })
    .sort((a, b) => (a.st_value < b.st_value ? -1 : 1))
    .map(({ function: name, level }) => ({ function: name, level }))
}
