// SPDX-License-Identifier: GPL-2.0-only
import type { CFunction } from './c-functions.js'
import { namesIn } from './c-functions.js'
import type { ChangedInstructions } from './instructions.js'
import type { ChangedLayouts } from './moved-members.js'

/** What two compilations of an object tell. */
export interface Compilations {
  readonly instructions: readonly ChangedInstructions[]
  /** Undefined when types could not be read. */
  readonly layouts: ChangedLayouts | undefined
  readonly before: ReadonlyMap<string, CFunction>
  readonly after: ReadonlyMap<string, CFunction>
}

const MOST = 3

/** Why functions of an object are others, a line each: members that moved, inlined functions and macros that changed. */
export function causesOf({ instructions, layouts, before, after }: Compilations): readonly string[] {
  const causes = new Set<string>()
  for (const change of instructions) {
    const moved = layouts === undefined ? [] : movedFor(change, layouts)
    for (const cause of moved) causes.add(cause)
    if (moved.length > 0 && change.onlyNumbers) continue
    for (const cause of changedText(change.function, before, after)) causes.add(cause)
  }
  return [...causes]
}

/** Members and sizes that the numbers in instructions are the offsets and sizes of. */
function movedFor({ numbers }: ChangedInstructions, { places, sizes }: ChangedLayouts): string[] {
  const lines = numbers.flatMap(({ from, to }) => {
    const fitting = places.filter(place => place.from === from && place.to === to)
    if (fitting.length > 0) {
      return fitting.map(
        ({ moved }) => `${moved.struct}.${moved.member} is at ${moved.to}, not at ${moved.from}`,
      )
    }
    return sizes
      .filter(size => size.from === from && size.to === to)
      .map(size => `struct ${size.struct} has ${size.to} bytes, not ${size.from}`)
  })
  return [...new Set(lines)].slice(0, MOST)
}

/** Functions whose text differs, among those that a function may have inlined, the nearest first. */
function changedText(
  name: string,
  before: ReadonlyMap<string, CFunction>,
  after: ReadonlyMap<string, CFunction>,
): string[] {
  // The compiler names parts and copies that it makes: `f.part.0`, `f.isra.0`, `f.cold`.
  const start = name.replace(/\..*$/, '')
  const seen = new Set([start])
  const changed: string[] = []
  let level = [start]
  while (level.length > 0 && changed.length === 0) {
    for (const each of level) {
      const [mine, other] = [before.get(each), after.get(each)]
      if (mine !== undefined && other !== undefined && mine.body !== other.body) {
        changed.push(changedLine(each, mine, other))
      }
    }
    level = level
      .flatMap(each => [...namesIn(before.get(each)?.body ?? ''), ...namesIn(after.get(each)?.body ?? '')])
      .filter(each => {
        if (seen.has(each) || (!before.has(each) && !after.has(each))) return false
        seen.add(each)
        return true
      })
  }
  return changed.slice(0, MOST)
}

/** Sources of the module are the same for both: there a macro has another meaning. */
function changedLine(name: string, mine: CFunction, other: CFunction): string {
  if (/\.c$/.test(mine.file)) {
    const [was, is] = firstDifference(mine.body, other.body)
    return `a macro in ${name}() gives "${is}", not "${was}"`
  }
  return `inlined ${name}() of ${mine.file.replace(/^(?:\.\.\/source|\.)\//, '')} has changed`
}

const CONTEXT = 40

function firstDifference(a: string, b: string): [string, string] {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  while (at > 0 && /\w/.test(a[at - 1] ?? '')) at--
  return [a.slice(at, at + CONTEXT).trim(), b.slice(at, at + CONTEXT).trim()]
}
