// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import type { BuildTrees } from '../../../build/index.js'
import { exists } from '../../../core/exists.js'
import { BUILT } from '../names.js'

/** The module that a build has made; undefined for one that is not carved. */
export async function moduleOf({ objtree }: Pick<BuildTrees, 'objtree'>): Promise<string | undefined> {
  const path = join(objtree, BUILT.module)
  return (await exists(path)) ? path : undefined
}
