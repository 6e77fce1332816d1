// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DotConfig } from '../../../../formats/dot-config/index.js'
import { namedAtRunTime } from '../../recipe/index.js'
import type { CarvePlan, PlannedObject } from '../plan.js'
import { activeSource } from './active-source.js'
import { fipsAllowed, isLetIn } from './fips-allowed.js'
import { registeredNames } from './registered-names.js'

/** Where a kernel of a configuration has an algorithm or template: plain data, fit for JSON. */
export interface PlannedAlgorithm {
  /** Of the algorithm or template: `sha256`, `cbc`. */
  readonly name: string
  /** Objects with an implementation, relative to the tree: in fips140.ko, in vmlinux, in modules of their own, and those that are off. */
  readonly inside: readonly string[]
  readonly vmlinux: readonly string[]
  readonly modules: readonly string[]
  readonly off: readonly string[]
  /** Objects whose options a fragment does not name. */
  readonly unknown: readonly string[]
  /** Whether a boot with fips=1 lets it in; null where the self-tests do not know it, and so do not keep it out. */
  readonly letIn: boolean | null
}

/** The algorithms that the sources of the carved directories register, by name. */
export async function planAlgorithms(
  root: string,
  { directories, config }: Pick<CarvePlan, 'directories'> & { readonly config: DotConfig },
): Promise<PlannedAlgorithm[]> {
  const allowed = fipsAllowed(await textOf(join(root, 'crypto/testmgr.c')))
  const table = new Map<string, Places>()
  for (const { path, objects } of directories) {
    for (const object of objects) {
      for (const name of await namesOf(root, path, object, config)) {
        const places = table.get(name) ?? noPlaces()
        table.set(name, places)
        places[PLACES[object.placement]].push(`${path}/${object.name}`)
      }
    }
  }
  return [...table]
    .map(([name, places]) => ({ name, ...places, letIn: isLetIn(name, allowed) ?? null }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

type Place = 'inside' | 'vmlinux' | 'modules' | 'off' | 'unknown'
type Places = Record<Place, string[]>

const noPlaces = (): Places => ({ inside: [], vmlinux: [], modules: [], off: [], unknown: [] })

const PLACES: Readonly<Record<PlannedObject['placement'], Place>> = {
  moves: 'inside',
  stays: 'vmlinux',
  module: 'modules',
  off: 'off',
  'by config': 'unknown',
}

/** What an object registers, by the sources it is compiled from; assembler registers nothing. */
async function namesOf(
  root: string,
  directory: string,
  { name, parts }: PlannedObject,
  config: DotConfig,
): Promise<string[]> {
  const objects = parts.length === 0 ? [name] : parts
  const names = await Promise.all(
    objects.map(async object => {
      const path = `${directory}/${object}`
      const source = activeSource(await textOf(join(root, path.replace(/\.o$/, '.c'))), config)
      const registered = registeredNames(source)
      const prefixes = namedAtRunTime.has(path)
        ? RUN_TIME_PREFIXES.filter(prefix => source.includes(prefix))
        : []
      return prefixes.length < 2
        ? registered
        : prefixes.flatMap(prefix => registered.map(each => `${prefix}${each}`))
    }),
  )
  return [...new Set(names.flat())]
}

/** drbg_fill_array() of crypto/drbg.c puts them before the name of a core, such as hmac_sha512. */
const RUN_TIME_PREFIXES = ['drbg_pr_', 'drbg_nopr_']

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')
