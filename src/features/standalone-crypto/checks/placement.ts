// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import { type Check, checkOf, counted } from '../../../checks/check.js'
import { excess } from '../../../core/multiset.js'
import { DIRECTORY, GROUPS } from '../names.js'
import type { CarvePlan } from '../survey/index.js'

export interface PlacedObjects {
  /** Objects of the carved directories that are to be built in: as stock links them, or as the plan has it. */
  readonly expected: readonly string[]
  /** Objects that the carved build links into fips140.ko. */
  readonly module: readonly string[]
  /** Objects of the carved directories that the carved build links into vmlinux. */
  readonly vmlinux: readonly string[]
}

/** Whether every built-in object is in exactly one place of the carved kernel, and nothing else is. */
export function placementCheck({ expected, module, vmlinux }: PlacedObjects): Check {
  const inModule = module.filter(isTheirs)
  const inVmlinux = vmlinux.filter(isTheirs)
  const placed = [...inModule, ...inVmlinux]
  const known = new Set(expected)
  const isBoth = (path: string) => inModule.includes(path) && inVmlinux.includes(path)
  const describe = (path: string) => {
    if (!known.has(path)) return `${path} is linked, but is not among the built-in objects`
    return `${path} is linked ${isBoth(path) ? 'into both the module and vmlinux' : 'twice'}`
  }
  const differences = [
    ...excess(expected, placed).map(path => `${path} is lost: neither in the module nor in vmlinux`),
    ...excess(placed, expected).map(describe),
    ...(inModule.length === 0 ? ['no object was carved'] : []),
  ]
  const evidence =
    expected.length === 0
      ? []
      : [
          `${counted(expected.length, 'built-in object')}: ${inModule.length} in the module, ${inVmlinux.length} in vmlinux`,
          ...(inVmlinux.length > 0 ? [`in vmlinux: ${inVmlinux.join(' ')}`] : []),
        ]
  return checkOf('placement', 'every =y object is in exactly one place', { evidence, differences })
}

/** The objects that a plan expects to be built in: those that are compiled, not those that are linked from several. */
export const plannedObjects = ({ directories }: Pick<CarvePlan, 'directories'>): string[] =>
  directories.flatMap(({ path, objects }) =>
    objects
      .filter(({ placement }) => placement === 'moves' || placement === 'stays')
      .flatMap(({ name, parts }) => (parts.length === 0 ? [name] : parts))
      .map(name => `${path}/${name}`),
  )

/** Ours are what the payload adds: the loader, and the objects that groups leave in vmlinux. */
const isTheirs = (path: string): boolean =>
  !path.startsWith(`${DIRECTORY}/`) && !basename(path).startsWith(GROUPS.object)
