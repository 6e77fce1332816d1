// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Objtree, readBuilt } from '../../../build/index.js'
import { type Contents, contentsOf, type SharedContent, sharedContents } from '../../../elf-diff/index.js'
import { type Elf, isUndefined, STB_LOCAL, symbols as symbolsOf } from '../../../formats/elf/index.js'
import { BUILT, TWIN_PREFIX } from '../names.js'
import { separatePrograms, TWIN_REASON } from '../recipe/index.js'
import type { SecondCopy } from './boundary.js'
import { type LinkedObject, linkedObject } from './linked-object.js'

const SAME_NAME = 'only the name is the same, of a function that no other file can call'

type ObjectSymbols = Pick<LinkedObject, 'path' | 'symbols'>

/** What a module has, or two that the kernel chooses from, by names and by bytes. */
export interface InModule {
  /** Names of what is defined for all. */
  readonly globals: ReadonlySet<string>
  readonly contents: Contents
}

export const ofModules = (...modules: readonly Elf[]): InModule => ({
  globals: new Set(modules.flatMap(globalsOf)),
  contents: contentsOf(modules),
})

/**
 * What an object of vmlinux has of the module. `isKnown` tells of a place in it that is spoken of elsewhere. Of link time
 * optimisation's bitcode, only names.
 */
export function copiesIn(
  { path, symbols, elf }: LinkedObject,
  { globals, contents }: InModule,
  isKnown: (place: SharedContent) => boolean = () => false,
): SecondCopy[] {
  const named = functionsOf(symbols).filter(({ name }) => globals.has(name) && !EVERY_MODULE_HAS.test(name))
  const known = new Set(named.filter(({ isLocal }) => !isLocal).map(({ name }) => name))
  const isCarrier = separatePrograms.some(({ carriedBy }) => carriedBy === path)
  const shared = elf === undefined || isCarrier ? [] : sharedContents(contents, elf)
  const unnamed = shared.filter(place => !known.has(place.at) && !isKnown(place))
  const [code, tables] = [
    unnamed.filter(({ kind }) => kind === 'function'),
    unnamed.filter(({ kind }) => kind === 'table'),
  ]
  const sameCode = new Set(code.map(({ at }) => at))
  const sameName = named.filter(({ name, isLocal }) => isLocal && !sameCode.has(name)).map(({ name }) => name)
  return [
    ...copy(path, [...known], 'copy', null),
    ...copy(path, namesOf(code), 'same code', `the same code${placesOf(code)}`),
    ...copy(path, namesOf(tables), 'same table', `the same bytes${placesOf(tables)}`),
    ...copy(path, sameName, 'same name', SAME_NAME),
  ]
}

const namesOf = (shared: readonly SharedContent[]): string[] => shared.map(({ name }) => name)

/** Under which other names. */
function placesOf(shared: readonly SharedContent[]): string {
  const others = [...new Set(shared.filter(({ name, at }) => name !== at).map(({ at }) => at))]
  return others.length === 0 ? '' : ` in ${others.join(' ')}`
}

const EVERY_MODULE_HAS = /^(?:init|cleanup)_module$/

/** What early twins have of the module: objects that the last link step of vmlinux adds. */
export async function copiesInTwins(
  { objtree }: Pick<Objtree, 'objtree'>,
  { globals }: Pick<InModule, 'globals'>,
): Promise<SecondCopy[]> {
  const text = await readFile(join(objtree, BUILT.linkArguments), 'utf8').catch(() => '')
  const found: SecondCopy[] = []
  for (const path of text.split(/\s+/).filter(argument => argument.endsWith('.o'))) {
    const bytes = await readBuilt(join(objtree, path))
    found.push(...twinsIn(linkedObject(path, bytes), { globals }))
  }
  return found
}

/** What an object, or all of vmlinux, has of the module under the names of early twins. */
export function twinsIn(
  { path, symbols }: ObjectSymbols,
  { globals }: Pick<InModule, 'globals'>,
): SecondCopy[] {
  const names = functionsOf(symbols).flatMap(({ name }) =>
    name.startsWith(TWIN_PREFIX) ? name.slice(TWIN_PREFIX.length) : [],
  )
  return copy(
    path,
    names.filter(name => globals.has(name)),
    'twin',
    TWIN_REASON,
  )
}

/** The programs that vmlinux carries, which is linked from these objects, with what they have of the module. */
export async function copiesInPrograms(
  { objtree }: Pick<Objtree, 'objtree'>,
  vmlinux: readonly string[],
  { globals }: Pick<InModule, 'globals'>,
): Promise<SecondCopy[]> {
  const found: SecondCopy[] = []
  for (const { carriedBy, program, because } of separatePrograms) {
    if (!vmlinux.includes(carriedBy)) continue
    const path = join(objtree, program)
    const bytes = await readFile(path).catch(() => undefined)
    if (bytes === undefined) continue
    const names = functionsOf(linkedObject(path, bytes).symbols).map(({ name }) => name)
    found.push(
      ...copy(
        program,
        names.filter(name => globals.has(name)),
        'program',
        because,
      ),
    )
  }
  return found
}

function copy(
  object: string,
  symbols: readonly string[],
  kind: SecondCopy['kind'],
  because: string | null,
): SecondCopy[] {
  return symbols.length === 0 ? [] : [{ object, symbols: [...new Set(symbols)].sort(), kind, because }]
}

const functionsOf = (symbols: LinkedObject['symbols']) =>
  symbols.filter(({ type, isUndefined }) => type === 'function' && !isUndefined)

const globalsOf = (elf: Elf): string[] =>
  symbolsOf(elf)
    .filter(symbol => symbol.st_bind !== STB_LOCAL && !isUndefined(symbol))
    .map(({ name }) => name)
