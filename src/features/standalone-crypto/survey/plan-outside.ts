// SPDX-License-Identifier: GPL-2.0-only
import type { DotConfig } from '../../../formats/dot-config/index.js'
import { type OutsideObject, outsideObjects } from '../boundary/index.js'
import { stayingReasons } from '../recipe/index.js'
import type { PlannedDirectory } from './plan.js'

export interface PlanOutsideOptions {
  readonly config: DotConfig
  readonly isFragment: boolean
}

/**
 * The cryptography that a kernel of this configuration links into vmlinux, as makefiles tell: what stays of the directories,
 * which are all that the tree has. Whether the module uses it is known after the build.
 */
export async function planOutside(
  root: string,
  directories: readonly PlannedDirectory[],
  { config, isFragment }: PlanOutsideOptions,
): Promise<OutsideObject[]> {
  const isKnown = (option: string | undefined) => !isFragment || option === undefined || config.has(option)
  const linked = directories.flatMap(({ path, objects }) =>
    objects
      .filter(({ placement, option }) => placement === 'stays' && isKnown(option))
      .flatMap(({ name, parts }) => (parts.length === 0 ? [name] : parts))
      .map(name => `${path}/${name}`),
  )
  return outsideObjects(linked, await stayingReasons(root))
}
