// SPDX-License-Identifier: GPL-2.0-only
import type { Judge } from './judge-input.js'

export const judgeArchitecture: Judge = ({ module, kernel }) =>
  kernel.arch === undefined || kernel.arch === module.arch
    ? []
    : [
        {
          fact: 'architecture',
          effect: 'breaks',
          text: `the module is for ${module.arch}, the kernel for ${kernel.arch}`,
        },
      ]

/** The kernel loads no module without a symbol table: elf_validity_cache_copy() and its kin in kernel/module/main.c. */
export const judgeSymbols: Judge = ({ module }) =>
  module.hasSymbols
    ? []
    : [
        {
          fact: 'symbols',
          effect: 'breaks',
          text: 'it has no symbol table, and the kernel loads no stripped module: keep it from being stripped',
        },
      ]
