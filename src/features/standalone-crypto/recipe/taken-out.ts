// SPDX-License-Identifier: GPL-2.0-only
import type { LineMap } from '../../../edit/index.js'
import { readMakefile } from '../../../formats/makefile/index.js'

/** An object that a composite is linked from, which becomes an object of its own so that it can stay in vmlinux. */
export interface TakenOut {
  /** As the makefile names them: `algboss.o`, `cryptomgr.o`. */
  readonly part: string
  readonly composite: string
  /** Whether it is linked before the others, as it is where it is named first. */
  readonly isFirst: boolean
}

/** The parts of a composite that a makefile names whatever the configuration, in order. */
export function unconditionalParts(makefile: string, composite: string): readonly string[] {
  const lists = partLists(composite)
  const words = readMakefile(makefile).flatMap(each =>
    each.kind === 'assignment' && lists.includes(each.variable) ? each.words : [],
  )
  return [...new Set(words)].filter(word => /^[^$]+\.o$/.test(word))
}

/** A line of the makefile once the parts are objects of their own, beside what they were a part of. */
export const takeOutOf =
  (takenOut: readonly TakenOut[]): LineMap =>
  (line, { assignment }) =>
    takenOut.reduce((text, { part, composite, isFirst }) => {
      if (assignment === undefined) return text
      if (partLists(composite).includes(assignment.variable)) return withoutWord(text, part)
      if (!OBJECT_LIST.test(assignment.variable) || assignment.words.includes(part)) return text
      return withWord(text, composite, isFirst ? `${part} ${composite}` : `${composite} ${part}`)
    }, line)

const OBJECT_LIST = /^(?:crypto-objs|obj)-(?:y|\$\(CONFIG_\w+\))$/

const partLists = (composite: string): string[] => {
  const stem = composite.replace(/\.o$/, '')
  return [`${stem}-y`, `${stem}-objs`]
}

const wordPattern = (word: string) =>
  new RegExp(`(?<=^|\\s)${word.replace(/[.+]/g, String.raw`\$&`)}(?=\\s|$)`)

const withoutWord = (line: string, word: string): string =>
  line.replace(new RegExp(`${wordPattern(word).source} ?`), '').trimEnd()

const withWord = (line: string, word: string, instead: string): string =>
  line.replace(wordPattern(word), () => instead)
