// SPDX-License-Identifier: GPL-2.0-only
import { type DotConfig, tristate } from '../../formats/dot-config/index.js'
import type { MakeAssignment } from '../../formats/makefile/index.js'
import { assignmentsIn } from './assignments-in.js'
import { evaluate, type Lookup } from './make-values.js'

/** An object or subdirectory that a list of a kbuild makefile names. */
export interface KbuildObject {
  /** As named: `aes_generic.o`, `async_tx/`. */
  readonly name: string
  /** Which list names it, such as `obj`. */
  readonly list: string
  /** The option it depends on, without `CONFIG_`; undefined when it is unconditional. */
  readonly option: string | undefined
  /** What the config says: built in, module, or neither; undefined when no config was given. */
  readonly value: 'y' | 'm' | 'n' | undefined
  /** The objects it is linked from; empty when it is compiled itself. Without a config: all that may be. */
  readonly parts: readonly string[]
  /** Line of the makefile, from 1. */
  readonly line: number
}

export interface DirectoryObjects {
  readonly objects: readonly KbuildObject[]
  /** Objects named by the list of what stays. */
  readonly stays: readonly string[]
}

export interface MakefileContext {
  readonly config?: DotConfig | undefined
  /** Kbuild's name of the architecture's directory, `x86`. */
  readonly srcArch: string
  /** The lists that name objects by option, such as `obj` for `obj-$(CONFIG_X)`. */
  readonly lists: readonly string[]
  /** A variable that names objects to leave where a stock makefile puts them; none by default. */
  readonly stays?: string | undefined
}

/**
 * The objects that the lists of a directory's makefile name. With a config, objects whose conditions do not hold are left out; without
 * one, all branches of all conditionals count.
 */
export function directoryObjects(makefile: string, context: MakefileContext): DirectoryObjects {
  const assignments = assignmentsIn(makefile)
  const { config, lists } = context
  const values = config && evaluate(assignments, configLookup({ ...context, config }))
  const active = values?.active ?? assignments
  const objects = active.flatMap(({ variable, words, line }) => {
    const match = /^([\w-]+)-(?:([ym])|\$[({]CONFIG_(\w+)[)}])$/.exec(variable)
    const list = match?.[1]
    if (match === null || list === undefined || !lists.includes(list)) return []
    const option = match[3]
    const literal = match[2] as 'y' | 'm' | undefined
    const value = config === undefined ? undefined : (literal ?? tristate(config, option ?? ''))
    return words.map((name): KbuildObject => {
      const parts =
        values === undefined ? possibleParts(assignments, name) : partsOf(values.words, name, value)
      return { name, list, option, value, parts, line }
    })
  })
  const stays = active.filter(({ variable }) => variable === context.stays).flatMap(({ words }) => words)
  return { objects, stays }
}

/** Variables that kbuild and Kconfig set. */
export function configLookup({
  config,
  srcArch,
}: {
  readonly config: DotConfig
  readonly srcArch: string
}): Lookup {
  const fixed = new Map([
    ['ARCH', srcArch],
    ['SRCARCH', srcArch],
    ['BITS', '64'],
  ])
  return name => {
    if (!name.startsWith('CONFIG_')) return fixed.get(name)
    const option = config.get(name.slice('CONFIG_'.length))
    return option === undefined || option.value === 'n' ? undefined : option.value
  }
}

/** What `name` is linked from; a part that its own list names again is itself (crypto_algapi-y := a.o $(crypto_algapi-y)). */
export function partsOf(
  words: (variable: string) => readonly string[],
  name: string,
  value: 'y' | 'm' | 'n' | undefined,
): string[] {
  if (!name.endsWith('.o')) return []
  const stem = name.slice(0, -2)
  const lists = [`${stem}-objs`, `${stem}-y`, ...(value === 'm' ? [`${stem}-m`] : [])]
  return [...new Set(lists.flatMap(words))].filter(part => part.endsWith('.o'))
}

function possibleParts(assignments: readonly MakeAssignment[], name: string): string[] {
  if (!name.endsWith('.o')) return []
  const stem = name.slice(0, -2)
  const lists = assignments.filter(({ variable }) => {
    if (!variable.startsWith(`${stem}-`)) return false
    return /^(?:y|m|objs|\$[({]CONFIG_\w+[)}])$/.test(variable.slice(stem.length + 1))
  })
  return [...new Set(lists.flatMap(({ words }) => words))].filter(part => /^[^$]*\.o$/.test(part))
}
