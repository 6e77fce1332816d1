// SPDX-License-Identifier: GPL-2.0-only
import type { Definition, SourceText } from './definitions.js'

/** What the text of a function or variable leads to. */
export interface Reach {
  /** All names in it, and in what these stand for. */
  readonly names: ReadonlySet<string>
  /** The same by their distance from the start, the start first. */
  readonly levels: readonly (readonly string[])[]
}

/** Follows the names in functions, macros and variables, in both texts, from one on. */
export function reachOf(start: readonly string[], before: SourceText, after: SourceText): Reach {
  const names = new Set(start)
  const levels: string[][] = []
  let level = [...start]
  while (level.length > 0) {
    levels.push(level)
    level = level
      .flatMap(name => [before, after].flatMap(text => definitionsOf(name, text).flatMap(namesIn)))
      .filter(name => {
        const isNew = !names.has(name)
        names.add(name)
        return isNew
      })
  }
  return { names, levels }
}

const definitionsOf = (name: string, { functions, constants, variables }: SourceText): Definition[] =>
  [functions.get(name), constants.get(name), variables.get(name)].filter(found => found !== undefined)

const known = new WeakMap<Definition, readonly string[]>()

/** The names in a text; looked for once. */
export function namesIn(definition: Definition): readonly string[] {
  const found = known.get(definition) ?? [...new Set(definition.text.match(/\b[A-Za-z_]\w*/g) ?? [])]
  known.set(definition, found)
  return found
}

/** Sections of a module begin with its entry, whose name module_init() and its kin are given. */
const ENTRIES: Readonly<Record<string, RegExp>> = {
  init_module: /^(?:module_init|\w+_initcall(?:_sync)?)$/,
  cleanup_module: /^module_exit$/,
}

/** By which names of the source a symbol of an object is known: the compiler makes parts and copies, such as `f.part.0` and `f.cold`. */
export function sourceNames(symbol: string, { prototypes, assembler }: SourceText): readonly string[] {
  if (assembler !== undefined) return namesIn(assembler)
  const name = symbol.replace(/\..*$/, '')
  const entry = ENTRIES[name]
  if (entry === undefined) return [name]
  return [...prototypes].flatMap(([macro, definition]) => (entry.test(macro) ? namesIn(definition) : []))
}
