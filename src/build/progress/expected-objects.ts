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
  const [remembered = Number.NaN] = await readRemembered(key)
  if (Number.isSafeInteger(remembered) && remembered > 0) return { total: remembered, isEstimate: false }
  const { tree, srcArch, lists } = key
  const total = await countObjects(tree.root, { config: readDotConfig(key.config), srcArch, lists })
  return { total, isEstimate: true }
}

/** Milliseconds that the last build took after its last object; undefined where none is remembered. */
export async function rememberedTail(key: CountKey): Promise<number | undefined> {
  const [, tailMs] = await readRemembered(key)
  return tailMs !== undefined && tailMs >= 0 ? tailMs : undefined
}

/** Remembers the count of a build that was complete, and the milliseconds that it took after its last object. */
export async function rememberObjects(key: CountKey, total: number, tailMs: number): Promise<void> {
  await mkdir(join(key.cacheDir, 'objects'), { recursive: true })
  await writeFile(pathOf(key), `${total} ${Math.round(tailMs)}\n`)
}

const readRemembered = async (key: CountKey): Promise<readonly number[]> =>
  (await readFile(pathOf(key), 'utf8').catch(() => 'NaN')).trim().split(' ').map(Number)

function pathOf({ tree, config, cacheDir }: CountKey): string {
  const hash = createHash('sha256').update(`${tree.version}\0${config}`).digest('hex')
  return join(cacheDir, 'objects', hash.slice(0, 24))
}
