// SPDX-License-Identifier: GPL-2.0-only
import type { SourceText } from './definitions.js'
import type { ChangedInstructions } from './instructions.js'
import type { ChangedLayouts, MovedPlace } from './moved-members.js'
import { namesIn, type Reach } from './reach.js'

/** One line on what has moved, and the struct in which that is. */
export interface MovedLine {
  readonly struct: string
  readonly text: string
}

const MOST = 3

/** Members and sizes that numbers in the instructions of a function are the offsets and sizes of, if it speaks of them. */
export function movedFor(
  { numbers }: ChangedInstructions,
  { places, sizes }: ChangedLayouts,
  { names }: Reach,
): MovedLine[] {
  const spoken = places.filter(({ moved }) => names.has(moved.member))
  const lines = numbers.flatMap(({ from, to }) => {
    const fitting = spoken.filter(place => place.from === from && place.to === to)
    if (fitting.length > 0) return fitting.map(movedLine)
    const resized = sizes.filter(size => size.from === from && size.to === to && names.has(size.struct))
    if (resized.length > 0) return resized.map(sizeLine)
    // In memory that an allocation holds several structs of, it is as far behind another start.
    return spoken.filter(place => place.to - place.from === to - from).map(movedLine)
  })
  return unique(lines)
}

/** Members that the initialiser of a variable names. */
export function movedIn(
  variable: string,
  { places, sizes }: ChangedLayouts,
  { variables }: SourceText,
): MovedLine[] {
  const definition = variables.get(variable)
  if (definition === undefined) return []
  const names = new Set(namesIn(definition))
  const own = places.filter(({ moved }) => names.has(moved.struct) && names.has(moved.member))
  const inside = places.filter(({ moved }) => names.has(moved.member))
  const resized = sizes.filter(({ struct }) => names.has(struct))
  const lines =
    own.length > 0 ? own.map(movedLine) : resized.length > 0 ? resized.map(sizeLine) : inside.map(movedLine)
  return unique(lines)
}

/** Structs that a function speaks of and that have another size. */
export const resizedIn = ({ names }: Reach, { sizes }: ChangedLayouts): MovedLine[] =>
  unique(sizes.filter(({ struct }) => names.has(struct)).map(sizeLine))

const movedLine = ({ moved: { struct, member, from, to } }: MovedPlace): MovedLine => ({
  struct,
  text: `${struct}.${member} is at ${to}, not at ${from}`,
})

const sizeLine = ({ struct, from, to }: ChangedLayouts['sizes'][number]): MovedLine => ({
  struct,
  text: `struct ${struct} has ${to} bytes, not ${from}`,
})

const unique = (lines: readonly MovedLine[]): MovedLine[] =>
  [...new Map(lines.map(line => [line.text, line])).values()].slice(0, MOST)
