// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { linesOf } from '../lines/index.js'

/** The options that the `#if` lines of a fragment ask about, without `CONFIG_`. */
export function askedSymbols(fragment: string): ReadonlySet<string> {
  return new Set(Array.from(linesOf(fragment)).flatMap(({ text }) => IF.exec(text)?.[1] ?? []))
}

/**
 * A fragment for one kernel: of the lines between `#if SYMBOL`, `#else` and `#endif` those that apply, by whether the
 * kernel's Kconfig has SYMBOL. To Kconfig and merge_config.sh these lines are comments. Sections may lie in others. Throws
 * FormatError, whose offset is in characters, when the lines do not pair up.
 */
export function chooseLines(fragment: string, has: (symbol: string) => boolean): string {
  const kept: string[] = []
  /** Those that are open, the outermost first. */
  const open: Section[] = []
  for (const { text, offset } of linesOf(fragment)) {
    const symbol = IF.exec(text)?.[1]
    const isElse = text === '#else'
    if (symbol !== undefined) {
      open.push({ applies: has(symbol), hasElse: false, offset })
    } else if (isElse || text === '#endif') {
      const section = open.pop()
      if (section === undefined || (isElse && section.hasElse))
        throw new FormatError(`${text} without #if`, { offset, field: 'section' })
      if (isElse) open.push({ ...section, applies: !section.applies, hasElse: true })
    } else if (open.every(({ applies }) => applies)) kept.push(text)
  }
  const left = open.at(-1)
  if (left !== undefined)
    throw new FormatError('#if without #endif', { offset: left.offset, field: 'section' })
  return kept.map(line => `${line}\n`).join('')
}

interface Section {
  readonly applies: boolean
  readonly hasElse: boolean
  readonly offset: number
}

const IF = /^#if ([A-Z0-9_a-z]+)$/
