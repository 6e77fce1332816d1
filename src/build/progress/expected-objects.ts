// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { countObjects, type KernelTree } from '../../kernel/index.js'
import type { ExpectedObjects } from './object-progress.js'

export interface CountKey {
  readonly tree: KernelTree
  readonly srcArch: string
  /** The text of .config. */
  readonly config: string
  /** Lists of makefiles that name objects. */
  readonly lists: readonly string[]
  /** Our directory in the user's cache. */
  readonly cacheDir: string
}

/** How many objects a whole build of this config makes: as remembered, or else as the makefiles tell. */
export async function expectedObjects(key: CountKey): Promise<ExpectedObjects> {
  const remembered = Number(await readFile(pathOf(key), 'utf8').catch(() => 'NaN'))
  if (Number.isSafeInteger(remembered) && remembered > 0) return { total: remembered, isEstimate: false }
  const { tree, srcArch, lists } = key
  const total = await countObjects(tree.root, { config: readDotConfig(key.config), srcArch, lists })
  return { total, isEstimate: true }
}

/** Remembers the count of a build that was complete. */
export async function rememberObjects(key: CountKey, total: number): Promise<void> {
  await mkdir(join(key.cacheDir, 'objects'), { recursive: true })
  await writeFile(pathOf(key), `${total}\n`)
}

function pathOf({ tree, config, cacheDir }: CountKey): string {
  const hash = createHash('sha256').update(`${tree.version}\0${config}`).digest('hex')
  return join(cacheDir, 'objects', hash.slice(0, 24))
}
