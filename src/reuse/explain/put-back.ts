// SPDX-License-Identifier: GPL-2.0-only
import { cFunction, partsOf } from '../../edit/index.js'

/** Text in which directives were followed and macros were not expanded, and the file that defines a name there. */
export interface Place {
  readonly text: string
  /** As the compiler names it. */
  readonly file: string
}

/** The second text with a function or macro as the first defines it; undefined unless both define it exactly once. */
export function putBack(name: string, before: Place, after: Place): string | undefined {
  const [mine, other] = [definitionIn(name, before), definitionIn(name, after)]
  if (mine === undefined || other === undefined || mine.kind !== other.kind) return undefined
  return after.text.slice(0, other.start) + mine.text + after.text.slice(other.start + other.text.length)
}

interface Found {
  readonly kind: 'macro' | 'function'
  readonly start: number
  readonly text: string
}

function definitionIn(name: string, { text, file }: Place): Found | undefined {
  const found = partsOfFile(text, file).flatMap(({ start, part }): Found[] => {
    if (!part.includes(name)) return []
    const macro = new RegExp(`^#[ \\t]*define[ \\t]+${name}\\b(?:[^\\n\\\\]|\\\\\\n|\\\\.)*`, 'gm')
    const macros = [...part.matchAll(macro)].map(
      ({ 0: words, index }): Found => ({ kind: 'macro', start: start + index, text: words }),
    )
    const construct = partsOf(part, cFunction(name))
    if (construct === undefined) return macros
    const words = construct.head + construct.inside + construct.tail
    return [...macros, { kind: 'function', start: start + part.indexOf(words), text: words }]
  })
  return found.length === 1 ? found[0] : undefined
}

/** What of a text comes from a file, which the files that it includes interrupt. */
function partsOfFile(text: string, file: string): { start: number; part: string }[] {
  const markers = [...text.matchAll(/^# \d+ "([^"\n]*)".*\n/gm)]
  return markers.flatMap(({ 0: line, 1: name, index }, at) => {
    const start = index + line.length
    return name === file ? [{ start, part: text.slice(start, markers[at + 1]?.index) }] : []
  })
}
