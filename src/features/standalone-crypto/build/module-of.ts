// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildTrees } from '../../../build/index.js'
import { exists } from '../../../core/exists.js'
import { readDotConfig, tristate } from '../../../formats/dot-config/index.js'
import { BUILT, EXTMOD } from '../names.js'

/** The module that a build has made; undefined for one that is not carved, though it may lie where a carved one did. */
export async function moduleOf({ objtree }: Pick<BuildTrees, 'objtree'>): Promise<string | undefined> {
  const path = join(objtree, BUILT.module)
  if (!(await exists(path))) return undefined
  const config = readDotConfig(await readFile(join(objtree, '.config'), 'utf8'))
  return tristate(config, EXTMOD) === 'y' ? path : undefined
}
