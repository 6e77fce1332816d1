// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { isFile } from '../../../core/exists.js'
import type { DotConfig } from '../../../formats/dot-config/index.js'
import type { ModuleMakeup } from '../../module-contract.js'
import { carvedDirectories, partsToLeaveOut, selectableIn } from '../recipe/index.js'
import { planAlgorithms, planDirectory } from '../survey/index.js'

/** What fips140.ko is made of, from the makefiles and sources of an applied tree, or of an archive. */
export async function makeup(
  root: string,
  { config, srcArch }: { readonly config: DotConfig; readonly srcArch: string },
): Promise<ModuleMakeup | undefined> {
  if (!(await isFile(join(root, 'crypto/Makefile')))) return undefined
  const rules = carvedDirectories.filter(
    ({ path }) => !path.startsWith('arch/') || path.startsWith(`arch/${srcArch}/`),
  )
  const directories = await Promise.all(
    rules.map(rule => planDirectory(root, rule, { srcArch, config, isFragment: false })),
  )
  /** By an object that a makefile names, those that it is linked from, for those in the module. */
  const linked = new Map(
    directories.flatMap(({ path, objects }) =>
      objects
        .filter(({ placement }) => placement === 'moves')
        .map(({ name, parts }) => [
          `${path}/${name}`,
          (parts.length === 0 ? [name] : parts).map(part => `${path}/${part}`),
        ]),
    ),
  )
  const partsOf = (objects: readonly string[]) => objects.flatMap(object => linked.get(object) ?? [])
  const inside = new Set([...linked.values()].flat())
  const algorithms = await planAlgorithms(root, { directories, config })
  const isDuty = (object: string) => DUTIES.some(({ objects }) => objects.includes(object))
  // A part is named alone where its option would give up a duty with it.
  const parts = [...(await partsToLeaveOut(root)).values()]
    .filter(each => each.some(isDuty))
    .flatMap(each => each.filter(part => !isDuty(part) && inside.has(part)))
  return {
    leavable: [
      ...[...(await selectableIn(root))]
        .map(([name, objects]) => ({ name, objects: partsOf(objects) }))
        .filter(({ objects }) => objects.length > 0),
      ...parts.map(part => ({ name: part, objects: [part] })),
    ],
    algorithms: algorithms
      .map(({ name, inside, letIn }) => ({ name, objects: partsOf(inside), letIn }))
      .filter(({ objects }) => objects.length > 0),
    duties: DUTIES.filter(({ objects }) => objects.some(object => inside.has(object))),
  }
}

const DUTIES = [{ name: 'self-tests', objects: ['crypto/testmgr.o'] }]
