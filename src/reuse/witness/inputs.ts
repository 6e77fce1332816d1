// SPDX-License-Identifier: GPL-2.0-only

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, normalize } from 'node:path'
import { isDirectory } from '../../core/exists.js'
import { inParallel } from '../../core/in-parallel.js'

/** What the compiler reads in one place: the directory that it runs in, and those that it looks for headers in, relative to that. */
export interface Inputs {
  /** One digest of files, as the compiler names them, and of the values of options; undefined when a file is not there. */
  readonly digest: (files: readonly string[], options: readonly string[]) => Promise<string | undefined>
  /** The options (`CONFIG_X`) that files mention. */
  readonly optionsIn: (files: readonly string[]) => Promise<readonly string[]>
}

/** All options in one file: what stands for it is the values of those that the other files mention, as fixdep has it. */
const AUTOCONF = 'include/generated/autoconf.h'
/** Directories below directories; headers have no more. */
const DEEPEST = 12

/** `searched` in the order in which the compiler looks there. Each file is read once. */
export async function inputsAt(cwd: string, searched: readonly string[]): Promise<Inputs> {
  const order = [...new Set(searched.map(directory => normalize(directory)))]
  const rivals = rivalsIn(await filesByName(cwd, order), order)
  const contents = new Map<string, Promise<Content | undefined>>()
  const contentOf = (file: string) => {
    const known = contents.get(file) ?? readContent(isAbsolute(file) ? file : join(cwd, file))
    contents.set(file, known)
    return known
  }
  const optionValues = optionsOf(await readFile(join(cwd, AUTOCONF), 'utf8').catch(() => ''))
  const isOptions = (file: string) => normalize(file) === AUTOCONF
  return {
    digest: async (files, options) => {
      const hash = createHash('sha256')
      const includers = new Set(files.map(file => dirname(normalize(file))))
      const read = await inParallel(files, contentOf)
      const names = new Set(read.flatMap(content => content?.includes ?? []))
      for (const file of files.filter(each => !isOptions(each))) {
        const content = await contentOf(file)
        if (content === undefined) return undefined
        hash.update(`${file} ${content.sha256} ${rivals(file, names, includers).join(' ')}\n`)
      }
      for (const option of options) hash.update(`${option} ${optionValues.get(option) ?? ''}\n`)
      return hash.digest('hex')
    },
    optionsIn: async files => {
      const found = new Set<string>()
      for (const file of files.filter(each => !isOptions(each))) {
        for (const option of (await contentOf(file))?.options ?? []) found.add(option)
      }
      return [...found].sort()
    },
  }
}

interface Content {
  readonly sha256: string
  /** Names in its #include lines. */
  readonly includes: readonly string[]
  readonly options: readonly string[]
}

async function readContent(path: string): Promise<Content | undefined> {
  const bytes = await readFile(path).catch(() => undefined)
  if (bytes === undefined) return undefined
  const text = bytes.toString('latin1')
  const options = new Set(text.match(/\bCONFIG_\w+/g) ?? [])
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    includes: [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]*[<"]([^>"\n]+)/gm)].map(([, name = '']) => name),
    // IS_MODULE() and its kin paste the suffix to the name.
    options: [...options].flatMap(option => [option, `${option}_MODULE`]),
  }
}

function optionsOf(autoconf: string): ReadonlyMap<string, string> {
  const defined = autoconf.matchAll(/^#define (CONFIG_\w+)[ \t]*(.*)$/gm)
  return new Map([...defined].map(([, name = '', value = '']) => [name, value]))
}

interface Rival {
  readonly path: string
  readonly name: string
  /** Where it would be found under that name, by which the other file may have been found. */
  readonly directory: string
  /** It would be found first. */
  readonly isEarlier: boolean
}

/**
 * Files that would be read instead of one, by the names under which the compiler finds it: in a directory that is searched
 * earlier, or in that of a file which includes it.
 */
function rivalsIn(
  byName: ReadonlyMap<string, readonly string[]>,
  order: readonly string[],
): (file: string, names: ReadonlySet<string>, includers: ReadonlySet<string>) => string[] {
  const known = new Map<string, readonly Rival[]>()
  const rivalsOf = (file: string): readonly Rival[] => {
    const others = (byName.get(basename(file)) ?? []).filter(path => path !== file)
    return order.flatMap((holder, rank) => {
      if (!file.startsWith(`${holder}/`)) return []
      const name = file.slice(holder.length + 1)
      return others
        .filter(path => path.endsWith(`/${name}`))
        .map(path => {
          const directory = path.slice(0, -name.length - 1)
          const at = order.indexOf(directory)
          return { path, name, directory, isEarlier: at >= 0 && at < rank }
        })
    })
  }
  return (file, names, includers) => {
    const path = normalize(file)
    const rivals = known.get(path) ?? rivalsOf(path)
    known.set(path, rivals)
    // What no line names, a macro may.
    const isNamed = order.some(
      holder => path.startsWith(`${holder}/`) && names.has(path.slice(holder.length + 1)),
    )
    return rivals
      .filter(({ name }) => !isNamed || names.has(name))
      .filter(({ directory, isEarlier }) => isEarlier || includers.has(directory))
      .map(rival => rival.path)
  }
}

/** The files below directories by their last name, each sorted. */
async function filesByName(cwd: string, normal: readonly string[]): Promise<Map<string, string[]>> {
  const names = new Map<string, string[]>()
  const walk = async (directory: string, depth: number): Promise<void> => {
    const entries = await readdir(join(cwd, directory), { withFileTypes: true }).catch(() => [])
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(directory, entry.name)
      const isBelow = entry.isSymbolicLink() ? await isDirectory(join(cwd, path)) : entry.isDirectory()
      if (isBelow && depth < DEEPEST) await walk(path, depth + 1)
      else if (!isBelow) names.set(entry.name, [...(names.get(entry.name) ?? []), path])
    }
  }
  const isInAnother = (path: string) => normal.some(other => other !== path && isBelow(other, path))
  for (const directory of normal.filter(path => !isInAnother(path))) await walk(directory, 0)
  return names
}

const isBelow = (directory: string, path: string): boolean =>
  path !== dirname(path) && (dirname(path) === directory || isBelow(directory, dirname(path)))
