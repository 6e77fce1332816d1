// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path'
import type { DotConfig } from '../../formats/dot-config/index.js'
import { assignmentsIn } from './assignments-in.js'
import { configLookup } from './directory-objects.js'
import { evaluate } from './make-values.js'

export interface FlagsContext {
  readonly config: DotConfig
  /** Kbuild's name of the architecture's directory, `x86`. */
  readonly srcArch: string
  /** The tree, as an absolute path. */
  readonly root: string
  /** Of the makefile, relative to the tree. */
  readonly directory: string
}

/** Stands for `-isystem` and the directory of the compiler's own headers, such as arm_neon.h. */
export const COMPILER_HEADERS = '-isystem'

/**
 * What a directory's makefile adds to the compiler's command for an object that it names: `subdir-ccflags-y`, `ccflags-y` and
 * `CFLAGS_NAME.o`, as scripts/Makefile.lib joins them, directories of headers as absolute paths. What make would ask the
 * compiler (`$(call cc-option,…)`, `$(shell …)`) and what other makefiles set is left out, but for COMPILER_HEADERS.
 */
export function objectFlags(makefile: string, context: FlagsContext): (object: string) => readonly string[] {
  const { root, directory } = context
  const config = configLookup(context)
  // $(src) is relative to the tree, or in it since Linux kernel commit b1992c3772e6 ("kbuild: use $(src) instead of
  // $(srctree)/$(src) for source directory") (in v6.10): a relative path is right for both, below `root`.
  const places = new Map([
    ['srctree', root],
    ['src', directory],
    ['obj', directory],
    // As arch/arm64/Makefile and the top makefile set it; no other architecture has a carved object with it.
    ['CC_FLAGS_FPU', `-ffreestanding -D_LINUX_FPU_COMPILATION_UNIT ${COMPILER_HEADERS}`],
  ])
  const { words } = evaluate(assignmentsIn(makefile), name => places.get(name) ?? config(name))
  const flagsOf = (object: string) => ['subdir-ccflags-y', 'ccflags-y', `CFLAGS_${object}`].flatMap(words)
  return object =>
    flagsOf(object).map(flag => flag.replace(/^-I(.+)$/, (_, path) => `-I${resolve(root, path)}`))
}
