// SPDX-License-Identifier: GPL-2.0-only
import type { DotConfig } from '../../../formats/dot-config/index.js'
import { type OutsideObject, outsideObjects, stayingReasons } from '../boundary/index.js'
import { libraryDirectories } from '../recipe/index.js'
import type { PlannedDirectory } from './plan.js'
import { planDirectory } from './plan-carve.js'

export interface PlanOutsideOptions {
  readonly srcArch: string
  readonly config: DotConfig
  readonly isFragment: boolean
}

/**
 * The cryptography that a kernel of this configuration links into vmlinux, as makefiles tell: what stays of the carved
 * directories, and what directories have that are not carved. Whether the module uses it is known after the build.
 */
export async function planOutside(
  root: string,
  carved: readonly PlannedDirectory[],
  context: PlanOutsideOptions,
): Promise<OutsideObject[]> {
  const others = libraryDirectories(context.srcArch).filter(
    path => !carved.some(directory => directory.path === path),
  )
  const rules = others.map(path => ({ path, leftOut: 'not carved', stays: [] }))
  const directories = [
    ...carved,
    ...(await Promise.all(rules.map(rule => planDirectory(root, rule, context)))),
  ]
  const isKnown = (option: string | undefined) =>
    !context.isFragment || option === undefined || context.config.has(option)
  const linked = directories.flatMap(({ path, objects }) =>
    objects
      .filter(({ placement, option }) => placement === 'stays' && isKnown(option))
      .flatMap(({ name, parts }) => (parts.length === 0 ? [name] : parts))
      .map(name => `${path}/${name}`),
  )
  return outsideObjects(linked, await stayingReasons(root))
}
