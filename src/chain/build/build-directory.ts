// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'

export interface BuildChoice {
  /** The source tree, symlinks resolved. */
  readonly root: string
  /** The config's file. */
  readonly config: string
  readonly arch: Architecture
  readonly carved: boolean
  /** kbuild's LLVM=, see MakeOptions. */
  readonly llvm?: string | undefined
}

/** Where a build goes unless told otherwise: one place in the cache for each tree, config and kind. */
export function buildDirectory(cacheDir: string, { root, config, arch, carved, llvm }: BuildChoice): string {
  const toolchain = llvm === undefined ? [] : [`llvm${llvm}`]
  const key = createHash('sha256')
    .update([root, config, arch.name, ...toolchain].join('\0'))
    .digest('hex')
    .slice(0, 8)
  const name = basename(config).replace(/^\.|\.config$/g, '')
  return join(cacheDir, 'build', `${basename(root)}-${name}-${carved ? 'carved' : 'stock'}-${key}`)
}
