// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Objtree, readBuilt } from '../../../build/index.js'
import { BUILT, TWIN_PREFIX } from '../names.js'
import { separatePrograms, TWIN_REASON } from '../recipe/index.js'
import type { SecondCopy } from './boundary.js'
import { type LinkedObject, linkedObject } from './linked-object.js'

const SAME_NAME = 'only the name is the same, of a function that no other file can call'

type ObjectSymbols = Pick<LinkedObject, 'path' | 'symbols'>

/** What an object of vmlinux has of the module, whose functions are `inModule`. */
export function copiesIn({ path, symbols }: ObjectSymbols, inModule: ReadonlySet<string>): SecondCopy[] {
  const found = functionsOf(symbols).filter(({ name }) => inModule.has(name) && !EVERY_MODULE_HAS.test(name))
  const of = (isLocal: boolean) => found.filter(symbol => symbol.isLocal === isLocal).map(({ name }) => name)
  return [...copy(path, of(false), 'copy', null), ...copy(path, of(true), 'same name', SAME_NAME)]
}

const EVERY_MODULE_HAS = /^(?:init|cleanup)_module$/

/** What early twins have of the module: objects that the last link step of vmlinux adds. */
export async function copiesInTwins(
  { objtree }: Pick<Objtree, 'objtree'>,
  inModule: ReadonlySet<string>,
): Promise<SecondCopy[]> {
  const text = await readFile(join(objtree, BUILT.linkArguments), 'utf8').catch(() => '')
  const found: SecondCopy[] = []
  for (const path of text.split(/\s+/).filter(argument => argument.endsWith('.o'))) {
    const bytes = await readBuilt(join(objtree, path))
    found.push(...twinsIn(linkedObject(path, bytes), inModule))
  }
  return found
}

/** What an object, or all of vmlinux, has of the module under the names of early twins. */
export function twinsIn({ path, symbols }: ObjectSymbols, inModule: ReadonlySet<string>): SecondCopy[] {
  const names = functionsOf(symbols).flatMap(({ name }) =>
    name.startsWith(TWIN_PREFIX) ? name.slice(TWIN_PREFIX.length) : [],
  )
  return copy(
    path,
    names.filter(name => inModule.has(name)),
    'twin',
    TWIN_REASON,
  )
}

/** The programs that vmlinux carries, which is linked from these objects, with what they have of the module. */
export async function copiesInPrograms(
  { objtree }: Pick<Objtree, 'objtree'>,
  vmlinux: readonly string[],
  inModule: ReadonlySet<string>,
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
        names.filter(name => inModule.has(name)),
        'program',
        because,
      ),
    )
  }
  return found
}

function copy(
  object: string,
  functions: readonly string[],
  kind: SecondCopy['kind'],
  because: string | null,
): SecondCopy[] {
  return functions.length === 0 ? [] : [{ object, functions: [...new Set(functions)].sort(), kind, because }]
}

const functionsOf = (symbols: LinkedObject['symbols']) =>
  symbols.filter(({ type, isUndefined }) => type === 'function' && !isUndefined)
