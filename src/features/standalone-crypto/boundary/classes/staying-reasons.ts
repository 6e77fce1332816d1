// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { directoryObjects } from '../../../../kernel/index.js'
import { LISTS } from '../../names.js'
import { carvedDirectories } from '../../recipe/index.js'
import type { StayingReasons } from './classify-import.js'

/**
 * The objects that stay in vmlinux by the recipe, whatever was left out besides, with its reasons. Composites are told as the
 * objects they are linked from, which the makefiles of the tree name.
 */
export async function stayingReasons(srctree: string): Promise<StayingReasons> {
  const reasons = new Map<string, string>()
  for (const { path, stays } of carvedDirectories) {
    if (stays.length === 0) continue
    const makefile = await readFile(join(srctree, path, 'Makefile'), 'utf8').catch(() => undefined)
    if (makefile === undefined) continue
    const { objects } = directoryObjects(makefile, { srcArch: '', lists: LISTS.objects })
    const partsOf = new Map(objects.map(({ name, parts }) => [name, parts]))
    for (const { objects: names, because } of stays) {
      for (const name of names) {
        for (const each of [name, ...(partsOf.get(name) ?? [])]) reasons.set(`${path}/${each}`, because)
      }
    }
  }
  return reasons
}
