// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../../core/errors.js'
import { nearestWords } from '../../../core/nearest-words.js'
import type { Parameters } from '../../../edit/index.js'
import { directoryObjects } from '../../../kernel/index.js'
import { LISTS } from '../names.js'
import { type CarvedDirectory, carvedDirectories, type StayingObjects } from './directories.js'
import { type TakenOut, unconditionalParts } from './taken-out.js'

/**
 * What of the carved directories is carved: only what one of `only` names, when there are any, and nothing that one of
 * `except` names. A name is that of a directory, which stands for those below it as well; of an option, with or without
 * CONFIG_, where one that a whole directory hangs on stands for the directory; or of an object. `except` may name an object that
 * is a part of another: what is left of that is carved.
 */
export interface Selection {
  readonly only: readonly string[]
  readonly except: readonly string[]
}

/** As a tree records it. */
export function selectionParameters({ only, except }: Selection): Parameters {
  return { ...(only.length > 0 ? { only } : {}), ...(except.length > 0 ? { except } : {}) }
}

export const selectionOf = ({ only = [], except = [] }: Parameters): Selection => ({ only, except })

/** An object or, with a slash at its end, a subdirectory that a makefile names, and the options of the lines that do. */
interface Listed {
  readonly name: string
  readonly options: readonly string[]
  /** What it is always linked from. */
  readonly parts: readonly string[]
}

type Listing = ReadonlyMap<string, readonly Listed[]>

/**
 * The carved directories of the tree with what the selection leaves out among what stays. Throws UsageError for a name
 * that the tree does not know, and when nothing is left to carve.
 */
export async function selectDirectories(root: string, selection: Selection): Promise<CarvedDirectory[]> {
  const present = await presentIn(root)
  const listing: Listing = new Map(present.map(({ path, carvable }) => [path, carvable]))
  const [only, except] = [selection.only, selection.except].map(names =>
    names.flatMap(name => meaningOf(name, listing)),
  ) as [Meaning[], Meaning[]]
  const ofPart = only.find(each => 'part' in each)
  if (ofPart !== undefined)
    throw new UsageError(`${ofPart.given} is a part of another object`, { hint: 'name that with --only' })
  const whyOut: WhyOut = (path, listed) => {
    const out = except.find(each => applies(each, path, listed))
    if (out !== undefined) return becauseOf(out)
    if (only.length === 0 || only.some(each => applies(each, path, listed))) return undefined
    return `not among --only ${selection.only.join(',')}`
  }
  const isCarved = (path: string): boolean =>
    (listing.get(path) ?? []).some(listed =>
      listed.name.endsWith('/') ? isCarved(below(path, listed.name)) : whyOut(path, listed) === undefined,
    )
  const selected = present.map(({ carvable: listed, ...directory }): CarvedDirectory => {
    const { path, stays } = directory
    if (listed.length > 0 && !isCarved(path))
      return { ...directory, leftOut: whyOut(path) ?? 'all of it is left out' }
    const out = listed.flatMap(each => {
      const because = each.name.endsWith('/')
        ? whyDirectoryOut(below(path, each.name), listing, isCarved, whyOut)
        : whyOut(path, each)
      return because === undefined ? [] : [{ name: each.name, because }]
    })
    const parts = except.flatMap(each => ('part' in each && each.directory === path ? [each] : []))
    const taken = parts.filter(({ part }) => !out.some(({ name }) => name === part.composite))
    const emptied = listed.find(({ name, parts }) => {
      const left = parts.filter(
        each => !taken.some(({ part }) => part.composite === name && part.part === each),
      )
      return parts.length > 0 && left.length === 0
    })
    if (emptied !== undefined)
      throw new UsageError(`no part of ${path}/${emptied.name} would be left`, {
        hint: `leave out ${path}/${emptied.name}`,
      })
    const partsOut = taken.map(each => ({ name: each.part.part, because: becauseOf(each) }))
    return {
      ...directory,
      stays: [...leftOut([...out, ...partsOut]), ...stays],
      takenOut: taken.map(({ part }) => part),
    }
  })
  const isChoice = only.length + except.length > 0
  if (isChoice && ![...listing.keys()].some(isCarved))
    throw new UsageError('the selection leaves nothing to carve')
  return selected
}

/**
 * The directories and options that a selection may name of a tree, and the objects that each stands for, as its makefiles name
 * them below the tree.
 */
export async function selectableIn(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const listing: Listing = new Map((await presentIn(root)).map(({ path, carvable }) => [path, carvable]))
  const options = [...listing.values()].flat().flatMap(listed => listed.options)
  return new Map(
    [...listing.keys(), ...options].map(name => {
      const meanings = meaningOf(name, listing)
      const objects = [...listing].flatMap(([path, listed]) =>
        listed
          .filter(each => !each.name.endsWith('/') && meanings.some(meaning => applies(meaning, path, each)))
          .map(({ name }) => `${path}/${name}`),
      )
      return [name, objects]
    }),
  )
}

/** By composite of the tree, the parts that a selection may leave out alone. */
export async function partsToLeaveOut(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const composites = (await presentIn(root)).flatMap(({ path, carvable }) =>
    carvable.map(({ name, parts }) => [`${path}/${name}`, parts.map(part => `${path}/${part}`)] as const),
  )
  return new Map(composites.filter(([, parts]) => parts.length > 1))
}

/** Why something is left out: an object, or all that has no name of its own in a directory. */
type WhyOut = (path: string, listed?: Listed) => string | undefined

const becauseOf = ({ given }: Meaning): string => `left out by --except ${given}`

/** A directory that nothing is known of cannot be carved: nothing would collect its objects. */
function whyDirectoryOut(
  path: string,
  listing: Listing,
  isCarved: (path: string) => boolean,
  whyOut: WhyOut,
): string | undefined {
  if (!listing.has(path)) return 'no directory that is carved'
  return isCarved(path) ? undefined : (whyOut(path) ?? 'all of it is left out')
}

const below = (path: string, name: string) => `${path}/${name.replace(/\/$/, '')}`

/** One entry for each reason. */
function leftOut(out: readonly { readonly name: string; readonly because: string }[]): StayingObjects[] {
  return [...new Set(out.map(({ because }) => because))].map(because => ({
    objects: out.filter(each => each.because === because).map(({ name }) => name),
    reason: [`Not in fips140.ko: ${because}.`],
    because,
  }))
}

interface PresentDirectory extends CarvedDirectory {
  readonly carvable: readonly Listed[]
}

/** The carved directories as the tree has them: `stays` names what their makefiles name, `carvable` the rest. */
async function presentIn(root: string): Promise<PresentDirectory[]> {
  const present: PresentDirectory[] = []
  for (const directory of carvedDirectories) {
    const makefile = await readFile(join(root, directory.path, 'Makefile'), 'utf8').catch(() => undefined)
    if (makefile === undefined && directory.optional) continue
    const listed = listedIn(makefile ?? '')
    const names = new Set(listed.map(({ name }) => name))
    const kept = new Set(directory.stays.flatMap(({ objects }) => objects))
    present.push({
      ...directory,
      stays: directory.stays
        .map(each => ({ ...each, objects: each.objects.filter(name => names.has(name)) }))
        .filter(({ objects }) => objects.length > 0),
      carvable: listed.filter(({ name }) => !kept.has(name)),
    })
  }
  return present
}

function listedIn(makefile: string): Listed[] {
  const { objects } = directoryObjects(makefile, { srcArch: '', lists: LISTS.objects })
  const named = objects.filter(({ name }) => /^[^$]+(?:\.o|\/)$/.test(name))
  return [...new Set(named.map(({ name }) => name))].map(name => ({
    name,
    options: named.flatMap(each => (each.name === name ? (each.option ?? []) : [])),
    parts: unconditionalParts(makefile, name),
  }))
}

/** What a name stands for. */
type Meaning = { readonly given: string } & (
  | { readonly directory: string }
  | { readonly option: string }
  | { readonly directory: string; readonly object: string }
  | { readonly directory: string; readonly part: TakenOut }
)

function meaningOf(given: string, listing: Listing): Meaning[] {
  const name = given.replace(/\/+$/, '')
  if (listing.has(name)) return [{ given, directory: name }]
  if (name.endsWith('.o')) return [objectNamed(given, listing)]
  const option = name.replace(/^CONFIG_/, '')
  const lines = [...listing].flatMap(([path, listed]) =>
    listed.filter(({ options }) => options.includes(option)).map(each => ({ path, name: each.name })),
  )
  if (lines.length > 0) {
    const directories = lines.filter(line => line.name.endsWith('/'))
    return [
      { given, option },
      ...directories.map(line => ({ given, directory: below(line.path, line.name) })),
    ]
  }
  const known = [...listing].flatMap(([path, listed]) => [path, ...listed.flatMap(({ options }) => options)])
  throw new UsageError(`${given} is no carved directory of this tree and no option of an object in one`, {
    hint: `nearest: ${nearestWords(option, known).join(', ')}`,
  })
}

function objectNamed(given: string, listing: Listing): Meaning {
  for (const [directory, listed] of listing) {
    const object = given.startsWith(`${directory}/`) ? given.slice(directory.length + 1) : ''
    if (listed.some(({ name }) => name === object)) return { given, directory, object }
    const whole = listed.find(({ parts }) => parts.length > 1 && parts.includes(object))
    if (whole === undefined) continue
    const part = { part: object, composite: whole.name, isFirst: whole.parts[0] === object }
    return { given, directory, part }
  }
  const known = [...listing].flatMap(([path, listed]) =>
    listed.flatMap(({ name, parts }) => [name, ...parts].map(each => `${path}/${each}`)),
  )
  throw new UsageError(`${given} is no object of a carved directory of this tree`, {
    hint: `nearest: ${nearestWords(given, known).join(', ')}`,
  })
}

function applies(meaning: Meaning, path: string, listed?: Listed): boolean {
  if ('option' in meaning) return listed?.options.includes(meaning.option) ?? false
  if ('part' in meaning) return false
  if ('object' in meaning) return path === meaning.directory && listed?.name === meaning.object
  return path === meaning.directory || path.startsWith(`${meaning.directory}/`)
}
