// SPDX-License-Identifier: GPL-2.0-only
import {
  type ChangedDefinition,
  changedMeanings,
  changedPrototypes,
  optionLine,
} from './changed-definitions.js'
import type { SourceText } from './definitions.js'
import type { ChangedInstructions } from './instructions.js'
import { type MovedLine, movedFor, movedIn, resizedIn } from './moved-lines.js'
import type { ChangedLayouts } from './moved-members.js'
import { reachOf, sourceNames } from './reach.js'

/** What two compilations of an object tell. */
export interface Compilations {
  readonly instructions: readonly ChangedInstructions[]
  /** Names of variables whose contents or sizes differ. */
  readonly variables: readonly string[]
  /** Undefined when types could not be read. */
  readonly layouts: ChangedLayouts | undefined
  readonly before: SourceText
  readonly after: SourceText
  /** Options that a file mentions, as far as they differ; none for a file that is another itself. */
  readonly optionsOf: (file: string) => readonly string[]
  /** Whether the object is another one when what a name stands for is as it was; undefined where that cannot be told. */
  readonly matters: (name: string) => Promise<boolean | undefined>
}

export interface Causes {
  /** A line each: members that moved, inlined functions and macros that changed, options. */
  readonly lines: readonly string[]
  /** Structs with members that moved. */
  readonly structs: readonly string[]
}

/** Why functions of an object are others. */
export async function causesOf(compilations: Compilations): Promise<Causes> {
  const { instructions, variables, layouts, before, after } = compilations
  const moved: MovedLine[] = []
  const changed: ChangedDefinition[] = []
  const dropped: ChangedDefinition[] = []
  const look = async (symbol: string, change: ChangedInstructions | undefined) => {
    const reach = reachOf(sourceNames(symbol, before), before, after)
    const found =
      layouts === undefined
        ? []
        : change
          ? movedFor(change, layouts, reach)
          : movedIn(symbol, layouts, before)
    moved.push(...found)
    if (found.length > 0 && (change === undefined || change.onlyNumbers)) return
    for (const levels of [changedMeanings, changedPrototypes]) {
      const nearest = await nearestReal(levels(reach, before, after), compilations)
      changed.push(...nearest.real)
      dropped.push(...nearest.dropped)
      if (nearest.real.length > 0) return
    }
    if (found.length === 0 && layouts !== undefined) moved.push(...resizedIn(reach, layouts))
  }
  for (const change of instructions) await look(change.function, change)
  if (moved.length === 0 && changed.length === 0) for (const name of variables) await look(name, undefined)
  // Two changes may matter though neither does alone.
  const nothing = moved.length === 0 && changed.length === 0
  return {
    lines: [
      ...groupedByReason(moved, compilations),
      ...definitionLines(nothing ? dropped : changed, compilations),
    ],
    structs: [...new Set(moved.map(({ struct }) => struct))],
  }
}

const MOST = 3

/** The nearest changes that the object depends on; where that cannot be told, the nearest of all count. */
async function nearestReal(
  levels: Iterable<readonly ChangedDefinition[]>,
  { matters }: Pick<Compilations, 'matters'>,
) {
  const dropped: ChangedDefinition[] = []
  for (const level of levels) {
    const isNearest = dropped.length === 0
    const real: ChangedDefinition[] = []
    for (const definition of level) {
      if (real.length === MOST) break
      if ((await matters(definition.name)) ?? isNearest) real.push(definition)
    }
    if (real.length > 0) return { real, dropped }
    dropped.push(...level.slice(0, MOST))
  }
  return { real: [], dropped }
}

/** What moved for one reason is one line, with the reason behind it. */
function groupedByReason(moved: readonly MovedLine[], compilations: Compilations): string[] {
  const groups = new Map<string, Set<string>>()
  for (const { struct, text } of moved) {
    const reason = reasonFor(struct, compilations)
    groups.set(reason, (groups.get(reason) ?? new Set()).add(text))
  }
  return [...groups].map(([reason, lines]) => {
    const more = lines.size > MOST ? ` and ${lines.size - MOST} more` : ''
    const texts = `${[...lines].slice(0, MOST).join(', ')}${more}`
    return reason === '' ? texts : `${texts} (${reason})`
  })
}

/** Why a struct has another layout: a macro or an option that its text depends on, or else its members. */
function reasonFor(struct: string, { layouts, before, after, optionsOf }: Compilations): string {
  const changes = layouts?.changesOf(struct) ?? []
  const reasons = changes.flatMap(change => {
    const [mine, other] = [before.structs.get(change.struct), after.structs.get(change.struct)]
    if (mine === undefined || other === undefined) return [change.text]
    if (mine.text !== other.text) {
      const options = optionsOf(mine.file)
      return options.length > 0 ? options : [change.text]
    }
    // Its own text is the same: something that it names is another.
    const reach = reachOf(namesOf(mine.text), before, after)
    const [[nearest] = []] = [
      ...changedMeanings(reach, before, after),
      ...changedPrototypes(reach, before, after),
    ]
    return nearest === undefined ? [change.text] : definitionLines([nearest], { before, after, optionsOf })
  })
  return [...new Set(reasons)].slice(0, MOST).join(', ')
}

const namesOf = (text: string): string[] => text.match(/\b[A-Za-z_]\w*/g) ?? []

/** The source of the object is the same for both: there, and in a header that is the same, an option is the reason. */
function definitionLines(
  changed: readonly ChangedDefinition[],
  { optionsOf }: Pick<Compilations, 'before' | 'after' | 'optionsOf'>,
): string[] {
  return [
    ...new Set(
      changed.map(({ text, file }) => {
        const options = file === '' ? [] : optionsOf(file)
        return options.length === 0 ? text : `${text} (${options.join(', ')})`
      }),
    ),
  ]
}

/** Options of which a file speaks, a line each, when they differ. */
export function differingOptions(file: string, before: SourceText, after: SourceText): readonly string[] {
  const names = new Set((file.match(/\bCONFIG_\w+/g) ?? []).flatMap(name => [name, `${name}_MODULE`]))
  return [...names].flatMap(name => {
    const [mine, other] = [before.constants.get(name), after.constants.get(name)]
    return mine?.text === other?.text ? [] : [optionLine(name, mine, other)]
  })
}
