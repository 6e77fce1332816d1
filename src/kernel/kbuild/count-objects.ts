// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { DotConfig } from '../../formats/dot-config/index.js'
import { assignmentsIn } from './assignments-in.js'
import { configLookup, partsOf } from './directory-objects.js'
import { evaluate } from './make-values.js'

/**
 * Estimates how many objects kbuild makes for a config, by going through the makefiles from the top, as kbuild descends
 * by what the lists name (`obj`).
 * Good to a few percent: generated objects and those of the boot loader, which are made by rules, are not seen.
 */
export async function countObjects(
  root: string,
  {
    config,
    srcArch,
    lists,
  }: { readonly config: DotConfig; readonly srcArch: string; readonly lists: readonly string[] },
): Promise<number> {
  const lookup = configLookup({ config, srcArch })
  const arch = evaluate(await assignmentsOf(root, [`arch/${srcArch}/Makefile`]), lookup)
  const tops = [...['core-y', 'libs-y', 'drivers-y'].flatMap(arch.words), 'lib/', `arch/${srcArch}/`]
  const seen = new Set<string>()
  const objects = new Set<string>()
  const pending = ['.', ...tops.map(top => posix.normalize(top).replace(/\/$/, ''))]
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    if (seen.has(directory)) continue
    seen.add(directory)
    // scripts/Makefile.build prefers Kbuild to Makefile.
    const files = directory === '.' ? ['Kbuild'] : [`${directory}/Kbuild`, `${directory}/Makefile`]
    const values = evaluate(await assignmentsOf(root, files), name =>
      name === 'obj' || name === 'src' ? directory : lookup(name),
    )
    const here = directory
    const add = (name: string) => objects.add(posix.join(here, name))
    for (const value of ['y', 'm'] as const) {
      const named = lists.flatMap(list => values.words(`${list}-${value}`))
      for (const name of named) {
        if (name.endsWith('/')) pending.push(posix.join(directory, name).replace(/\/$/, ''))
        else if (name.endsWith('.o')) {
          const parts = partsOf(values.words, name, value)
          for (const part of parts) add(part)
          // A built-in composite has no object of its own.
          if (parts.length === 0 || value === 'm') add(name)
        }
      }
    }
    for (const name of ['lib-y', 'extra-y', 'always-y'].flatMap(values.words)) {
      if (/^[^$]*\.o$/.test(name)) add(name)
    }
    for (const name of ['subdir-y', 'subdir-m'].flatMap(values.words))
      pending.push(posix.join(directory, name))
  }
  return objects.size
}

async function assignmentsOf(root: string, paths: readonly string[]) {
  for (const path of paths) {
    const text = await readFile(join(root, path), 'utf8').catch(() => undefined)
    if (text !== undefined) return assignmentsIn(text)
  }
  return []
}
