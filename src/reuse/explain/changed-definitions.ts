// SPDX-License-Identifier: GPL-2.0-only
import { prototypeChange } from './changed-prototype.js'
import type { Definition, SourceText } from './definitions.js'
import type { Reach } from './reach.js'

/** One line on what a name stands for otherwise, and the file that says so. */
export interface ChangedDefinition {
  readonly name: string
  readonly text: string
  readonly file: string
}

/** Longer values are not shown. */
const LONGEST = 40

/** Functions, macros and enumerators that a text leads to and that are others, the nearest first, those of one distance together. */
export const changedMeanings = (reach: Reach, before: SourceText, after: SourceText) =>
  changedLevels(reach, name => changedMeaning(name, before, after))

/** The same of what is declared. */
export const changedPrototypes = (reach: Reach, before: SourceText, after: SourceText) =>
  changedLevels(reach, name => changedPrototype(name, before, after))

function* changedLevels(
  { levels }: Reach,
  change: (name: string) => Change | undefined,
): Generator<readonly ChangedDefinition[]> {
  for (const level of levels) {
    const changed = level.flatMap(name => {
      const found = change(name)
      return found === undefined ? [] : [{ name, ...found }]
    })
    if (changed.length > 0) yield changed
  }
}

type Change = Omit<ChangedDefinition, 'name'>

/** Without the directory of the sources. */
const shownFile = (file: string): string => file.replace(/^(?:\.\/)?(?:\.\.\/source\/)?/, '')

function changedMeaning(name: string, before: SourceText, after: SourceText): Change | undefined {
  const [mine, other] = [before.functions.get(name), after.functions.get(name)]
  if (mine !== undefined && other !== undefined) {
    return mine.text === other.text
      ? undefined
      : inFile(mine, file => `inlined ${name}() of ${file} has changed`)
  }
  if (mine !== undefined && after.prototypes.has(name)) {
    return inFile(mine, file => `${name}() of ${file} is inlined no longer`)
  }
  if (other !== undefined && before.prototypes.has(name)) {
    return inFile(other, file => `${name}() of ${file} is inlined now`)
  }
  return changedConstant(name, before.constants.get(name), after.constants.get(name))
}

function changedConstant(
  name: string,
  mine: Definition | undefined,
  other: Definition | undefined,
): Change | undefined {
  const either = mine ?? other
  if (either === undefined || mine?.text === other?.text) return undefined
  if (name.startsWith('CONFIG_')) return { text: optionLine(name, mine, other), file: '' }
  if (other === undefined) return inFile(either, file => `${name} of ${file} is gone`)
  if (mine === undefined) return inFile(either, file => `${name} of ${file} is new`)
  const isShort = [mine, other].every(({ text }) => !text.startsWith('(') && text.length <= LONGEST)
  return inFile(mine, file =>
    isShort ? `${name} of ${file} is ${other.text}, not ${mine.text}` : `${name} of ${file} has changed`,
  )
}

function changedPrototype(name: string, before: SourceText, after: SourceText): Change | undefined {
  const [mine, other] = [before.prototypes.get(name), after.prototypes.get(name)]
  if (mine === undefined || other === undefined || mine.text === other.text) return undefined
  return inFile(mine, file => `${name}() of ${file} ${prototypeChange(name, mine.text, other.text)}`)
}

/** What an option is in both kernels. */
export function optionLine(
  name: string,
  mine: Definition | undefined,
  other: Definition | undefined,
): string {
  const value = (definition: Definition | undefined) =>
    definition === undefined ? 'off' : definition.text === '1' ? 'on' : definition.text
  return `${name} is ${value(other)}, not ${value(mine)}`
}

const inFile = (definition: Definition, text: (file: string) => string): Change => ({
  text: text(shownFile(definition.file)),
  file: definition.file,
})
