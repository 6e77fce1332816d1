// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { ToolError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { kbuildArch, type MakeOptions } from './make-options.js'

/** Throws ToolError when the tree holds a build of its own, which kbuild refuses to build beside (outputmakefile). */
export async function checkSourceIsClean({ tree, objtree, arch }: MakeOptions): Promise<void> {
  if (objtree === tree.root) return
  for (const left of ['.config', 'include/config', `arch/${arch.srcArch}/include/generated`]) {
    if (!(await exists(join(tree.root, left)))) continue
    throw new ToolError(
      `${tree.root} has been built in (${left} is there), so it cannot be built elsewhere`,
      {
        hint: `make -C ${tree.root} ARCH=${kbuildArch(arch)} mrproper    (this removes its .config)`,
      },
    )
  }
}
