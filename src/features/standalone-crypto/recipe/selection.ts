// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UsageError } from '../../../core/errors.js'
import { nearestWords } from '../../../core/nearest-words.js'
import type { Parameters } from '../../../edit/index.js'
import { directoryObjects } from '../../../kernel/index.js'
import { LISTS } from '../names.js'
import { type CarvedDirectory, carvedDirectories, type StayingObjects } from './directories.js'

/**
 * What of the carved directories is carved: only what one of `only` names, when there are any, and nothing that one of
 * `except` names. A name is that of a directory, which stands for those below it as well, or of an option, with or without
 * CONFIG_; an option that a whole directory hangs on stands for the directory.
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
  const whyOut = (path: string, options: readonly string[]): string | undefined => {
    const out = except.find(each => applies(each, path, options))
    if (out !== undefined) return `left out by --except ${out.given}`
    if (only.length === 0 || only.some(each => applies(each, path, options))) return undefined
    return `not among --only ${selection.only.join(',')}`
  }
  const isCarved = (path: string): boolean =>
    (listing.get(path) ?? []).some(({ name, options }) =>
      name.endsWith('/') ? isCarved(below(path, name)) : whyOut(path, options) === undefined,
    )
  const selected = present.map(({ carvable: listed, ...directory }): CarvedDirectory => {
    const { path, stays } = directory
    if (listed.length > 0 && !isCarved(path))
      return { ...directory, leftOut: whyOut(path, []) ?? 'all of it is left out' }
    const out = listed.flatMap(({ name, options }) => {
      const because = name.endsWith('/')
        ? whyDirectoryOut(below(path, name), listing, isCarved, whyOut)
        : whyOut(path, options)
      return because === undefined ? [] : [{ name, because }]
    })
    return { ...directory, stays: [...leftOut(out), ...stays] }
  })
  const isChoice = only.length + except.length > 0
  if (isChoice && ![...listing.keys()].some(isCarved))
    throw new UsageError('the selection leaves nothing to carve')
  return selected
}

/** The names that a selection may have of a tree, and the objects that each stands for, as its makefiles name them below the tree. */
export async function selectableIn(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const listing: Listing = new Map((await presentIn(root)).map(({ path, carvable }) => [path, carvable]))
  const options = [...listing.values()].flat().flatMap(listed => listed.options)
  return new Map(
    [...listing.keys(), ...options].map(name => {
      const meanings = meaningOf(name, listing)
      const objects = [...listing].flatMap(([path, listed]) =>
        listed
          .filter(({ name }) => !name.endsWith('/'))
          .filter(({ options }) => meanings.some(each => applies(each, path, options)))
          .map(({ name }) => `${path}/${name}`),
      )
      return [name, objects]
    }),
  )
}

/** A directory that nothing is known of cannot be carved: nothing would collect its objects. */
function whyDirectoryOut(
  path: string,
  listing: Listing,
  isCarved: (path: string) => boolean,
  whyOut: (path: string, options: readonly string[]) => string | undefined,
): string | undefined {
  if (!listing.has(path)) return 'no directory that is carved'
  return isCarved(path) ? undefined : (whyOut(path, []) ?? 'all of it is left out')
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
  }))
}

/** What a name stands for. */
type Meaning = { readonly given: string } & ({ readonly directory: string } | { readonly option: string })

function meaningOf(given: string, listing: Listing): Meaning[] {
  const name = given.replace(/\/+$/, '')
  if (listing.has(name)) return [{ given, directory: name }]
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

function applies(meaning: Meaning, path: string, options: readonly string[]): boolean {
  if ('option' in meaning) return options.includes(meaning.option)
  return path === meaning.directory || path.startsWith(`${meaning.directory}/`)
}
