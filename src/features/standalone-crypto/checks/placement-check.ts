// SPDX-License-Identifier: GPL-2.0-only

import type { Check } from '../../../text/checks.js'
import { compareObjects, linkedObjects } from '../prove/index.js'
import type { CarvePlan } from '../survey/index.js'

/** Whether what the makefiles build in by this config is in exactly one of module and vmlinux, and nothing else is. */
export async function placementCheck(carve: CarvePlan, objDir: string): Promise<Check> {
  const directories = carve.directories.map(({ path }) => path)
  const { module, vmlinux } = await linkedObjects(objDir, objDir, directories)
  const { passed, evidence, differences } = compareObjects({ stock: builtIn(carve), module, vmlinux })
  return {
    name: 'every =y object is in exactly one place',
    status: passed ? 'pass' : 'fail',
    detail: evidence[0]?.replace(' of stock', '') ?? '',
    lines: differences,
  }
}

/** The objects that are compiled, not those that are linked from several. */
const builtIn = ({ directories }: CarvePlan): string[] =>
  directories.flatMap(({ path, objects }) =>
    objects
      .filter(({ fate }) => fate === 'moves' || fate === 'stays')
      .flatMap(({ name, parts }) => (parts.length === 0 ? [name] : parts))
      .map(name => `${path}/${name}`),
  )
