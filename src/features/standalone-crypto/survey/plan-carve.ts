// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DotConfig } from '../../../formats/dot-config/index.js'
import { directoryObjects, type KbuildObject, type KernelTree } from '../../../kernel/index.js'
import { LISTS } from '../names.js'
import { scanSource } from './hazards/index.js'
import type {
  CarvePlan,
  CarveRule,
  Placement,
  PlannedDirectory,
  PlannedHazard,
  PlannedObject,
} from './plan.js'

export interface PlanCarveOptions {
  readonly rules: readonly CarveRule[]
  /** Files with the content that the edits give them. */
  readonly edited: readonly { readonly path: string; readonly newContent: Uint8Array }[]
  /** Kbuild's name of the architecture's directory: carved directories of others are left out. */
  readonly srcArch: string
  readonly config?: DotConfig | undefined
  /** The config is one that other options are added to: of what it does not name nothing is known. */
  readonly isFragment?: boolean | undefined
}

/** Works out what carving would do to the tree; reads, and writes nothing. */
export async function planCarve(
  tree: KernelTree,
  options: PlanCarveOptions,
): Promise<Omit<CarvePlan, 'outside'>> {
  const { rules, srcArch, config, isFragment = false } = options
  const edited = new Map(options.edited.map(({ path, newContent }) => [path, text(newContent)]))
  const directories: PlannedDirectory[] = []
  const hazards: PlannedHazard[] = []
  for (const rule of rules) {
    if (rule.path.startsWith('arch/') && !rule.path.startsWith(`arch/${srcArch}/`)) continue
    const directory = await planDirectory(tree.root, rule, { srcArch, isFragment, config })
    directories.push(directory)
    if (directory.isPresent) hazards.push(...(await planHazards(tree.root, directory, { edited, srcArch })))
  }
  return {
    hasConfig: config !== undefined,
    isFragment,
    directories,
    totals: countPlacements(directories),
    hazards,
  }
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

interface PlanContext {
  readonly srcArch: string
  readonly config: DotConfig | undefined
  readonly isFragment: boolean
}

/** @internal What becomes of the objects that a directory's makefile names, and of those below it that stay. */
export async function planDirectory(
  root: string,
  rule: CarveRule,
  context: PlanContext,
): Promise<PlannedDirectory> {
  const makefile = await readFile(join(root, rule.path, 'Makefile'), 'utf8').catch(() => undefined)
  if (makefile === undefined) return { path: rule.path, isPresent: false, objects: [] }
  const { objects: listed, stays } = directoryObjects(makefile, {
    ...context,
    lists: LISTS.objects,
    stays: LISTS.stays,
  })
  const objects = listed.flatMap(object => withoutTaken(object, rule))
  const planned = objects
    .filter(({ name }) => !name.endsWith('/'))
    .map((object): PlannedObject => {
      const { name, option, parts } = object
      const ruled = rule.leftOut ?? rule.stays.find(each => each.objects.includes(name))?.because
      const because = ruled ?? (stays.includes(name) ? `named in ${LISTS.stays}` : undefined)
      const isNamed = !context.isFragment || option === undefined || context.config?.has(option)
      const placement = placementOf(isNamed ? object : { ...object, value: undefined }, because !== undefined)
      return { name, option, placement, because: placement === 'stays' ? because : undefined, parts }
    })
  const below = objects.filter(({ name, value }) => name.endsWith('/') && value === 'y')
  for (const { name } of below) {
    const because = rule.stays.find(each => each.objects.includes(name))?.because
    if (because !== undefined)
      planned.push(...(await stayingBelow(root, `${rule.path}/`, name, because, context)))
  }
  return { path: rule.path, isPresent: true, objects: planned }
}

/** A composite and, beside it, those of its parts that the rule makes objects of their own. */
function withoutTaken(object: KbuildObject, { takenOut = [] }: CarveRule): KbuildObject[] {
  const isTaken = (name: string) =>
    takenOut.some(({ part, composite }) => part === name && composite === object.name)
  const taken = object.parts.filter(isTaken).map(name => ({ ...object, name, parts: [] }))
  return [...taken, { ...object, parts: object.parts.filter(part => !isTaken(part)) }]
}

/** The built-in objects of a subdirectory that stays as a whole, named as from the directory above it. */
async function stayingBelow(
  root: string,
  above: string,
  directory: string,
  because: string,
  context: PlanContext,
): Promise<PlannedObject[]> {
  const rule = { path: `${above}${directory}`.replace(/\/$/, ''), leftOut: because, stays: [] }
  const { objects } = await planDirectory(root, rule, context)
  const named = (name: string) => `${directory}${name}`
  return objects
    .filter(({ placement }) => placement === 'stays')
    .map(object => ({ ...object, name: named(object.name), parts: object.parts.map(named) }))
}

function placementOf({ value }: KbuildObject, isKept: boolean): Placement {
  if (value === 'm' || value === 'n') return value === 'm' ? 'module' : 'off'
  if (isKept) return 'stays'
  return value === undefined ? 'by config' : 'moves'
}

function countPlacements(directories: readonly PlannedDirectory[]): Record<Placement, number> {
  const totals = { moves: 0, stays: 0, module: 0, off: 0, 'by config': 0 }
  for (const { objects } of directories) for (const { placement } of objects) totals[placement]++
  return totals
}

/** The hazards of a directory's sources, as they read once the edits are in place. */
async function planHazards(
  root: string,
  { path: directory, objects }: PlannedDirectory,
  { edited, srcArch }: { readonly edited: ReadonlyMap<string, string>; readonly srcArch: string },
): Promise<PlannedHazard[]> {
  const placements = new Map(
    objects.flatMap(({ name, parts, placement }) =>
      (parts.length === 0 ? [name] : parts).map(part => [part, placement]),
    ),
  )
  const hazards: PlannedHazard[] = []
  for (const name of await sourcesIn(join(root, directory), srcArch)) {
    const path = `${directory}/${name}`
    const placement = placements.get(name.replace(/\.c$/, '.o'))
    const source = edited.get(path) ?? (await readFile(join(root, path), 'utf8'))
    for (const hazard of scanSource(source, path)) {
      const settled = placement === undefined ? undefined : SETTLING[placement]
      hazards.push({ ...hazard, handledBy: settled ?? hazard.handledBy, placement })
    }
  }
  return hazards
}

/** Those of the directory, and those for the architecture below it. */
async function sourcesIn(directory: string, srcArch: string): Promise<string[]> {
  const own = await readdir(directory)
  const ofArch = await readdir(join(directory, srcArch)).catch(() => [])
  return [...own, ...ofArch.map(name => `${srcArch}/${name}`)].filter(name => /\.[ch]$/.test(name)).sort()
}

const SETTLING: Partial<Readonly<Record<Placement, string>>> = {
  stays: 'the object stays in vmlinux',
  module: 'the object is a module of its own, as it was',
  off: 'the object is not selected',
}
