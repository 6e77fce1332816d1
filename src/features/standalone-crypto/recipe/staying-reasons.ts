// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { directoryObjects } from '../../../kernel/index.js'
import { LISTS } from '../names.js'
import { carvedDirectories } from './directories.js'

/** Why an object of vmlinux stays there, by its path relative to the build. */
export type StayingReasons = (path: string) => string | undefined

/** The reasons of {@link stayingObjects}; a directory stands for all that is below it. */
export async function stayingReasons(srctree: string): Promise<StayingReasons> {
  const reasons = await stayingObjects(srctree)
  return path =>
    reasons.get(path) ?? [...reasons].find(([each]) => each.endsWith('/') && path.startsWith(each))?.[1]
}

/**
 * The objects that stay in vmlinux by the recipe, whatever was left out besides, with its reasons, by their paths in the tree.
 * A composite is there with the objects it is linked from, which the makefiles of the tree name.
 */
export async function stayingObjects(srctree: string): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>()
  for (const { path, stays } of carvedDirectories) {
    if (stays.length === 0) continue
    const makefile = await readFile(join(srctree, path, 'Makefile'), 'utf8').catch(() => undefined)
    if (makefile === undefined) continue
    const { objects } = directoryObjects(makefile, { srcArch: '', lists: LISTS.objects })
    for (const { objects: names, because } of stays) {
      // As the makefile lists them: chacha.o of Linux 6.12 is a part of another object in 7.2.
      for (const { name, parts } of objects.filter(object => names.includes(object.name))) {
        for (const each of [name, ...parts]) reasons.set(`${path}/${each}`, because)
      }
    }
  }
  return reasons
}
