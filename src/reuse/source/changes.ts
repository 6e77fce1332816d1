// SPDX-License-Identifier: GPL-2.0-only
import { includeName } from './kernel-headers.js'
import type { Cause, Change } from './source-report.js'

/**
 * Puts together the causes that are one change of the kernel: prototypes that got or lost the same type, names that went from
 * several headers with the same word in them, or else what is in one header and its `internal/` one. Those first that keep
 * most files. `isProvided` tells of a header of the frozen kernel whether it declares what the frozen sources define.
 */
export function changesOf(
  causes: readonly Cause[],
  isProvided: (header: string) => boolean,
): readonly Change[] {
  const words = sharedWords(causes)
  const groups = new Map<string, Cause[]>()
  for (const cause of causes) {
    const about = aboutOf(cause, words)
    groups.set(about, [...(groups.get(about) ?? []), cause])
  }
  return [...groups]
    .map(([about, of]) => ({
      about,
      provided: of.every(cause => isProvided(headerOf(cause) ?? '')),
      causes: of,
      errors: of.reduce((sum, { errors }) => sum + errors, 0),
      files: [...new Set(of.flatMap(({ files }) => files))].sort(),
    }))
    .sort((a, b) => b.files.length - a.files.length || b.errors - a.errors)
}

function aboutOf(cause: Cause, words: ReadonlySet<string>): string {
  const { kind, name, change, was, is } = cause
  if (kind === 'header') return `<${name}>`
  const type = change === 'changed' ? exchangedType(was?.text ?? '', is?.text ?? '') : undefined
  const word = change === 'gone' ? wordsOf(cause).find(each => words.has(each)) : undefined
  return type ?? word ?? familiesOf(cause) ?? name
}

/** The header in which the frozen kernel has it. */
export const headerOf = ({ was, is }: Pick<Cause, 'was' | 'is'>): string | undefined => (was ?? is)?.path

/** A header and that of the same name for those who implement its interface. */
const family = (path: string): string => includeName(path).replace('/internal/', '/')

function familiesOf({ was, is, change }: Cause): string | undefined {
  const families = [was, is].flatMap(place => (place === null ? [] : [family(place.path)]))
  return change === 'moved' ? [...new Set(families)].join(' → ') : families[0]
}

/** The first type that only one of two declarations has. */
function exchangedType(was: string, is: string): string | undefined {
  const [before, after] = [aggregatesIn(was), aggregatesIn(is)]
  return before.find(type => !after.includes(type)) ?? after.find(type => !before.includes(type))
}

const aggregatesIn = (text: string): readonly string[] => text.match(/\b(?:struct|union|enum) \w+/g) ?? []

const SHORTEST = 6
const wordsOf = ({ name, members }: Cause): string[] =>
  [name.replace(/^.* /, ''), ...members]
    .flatMap(each => each.toLowerCase().split('_'))
    .filter(word => word.length >= SHORTEST)

/** Words of what is gone from more than one header, other than the names of headers: what was called that is gone altogether. */
function sharedWords(causes: readonly Cause[]): ReadonlySet<string> {
  const homes = new Map<string, Set<string>>()
  const names = new Set<string>()
  for (const cause of causes) {
    const home = headerOf(cause)
    if (home === undefined) continue
    names.add(family(home).replace(/^.*\/|\.h$/g, ''))
    if (cause.change !== 'gone' || cause.kind === 'header') continue
    for (const word of wordsOf(cause)) homes.set(word, (homes.get(word) ?? new Set()).add(family(home)))
  }
  return new Set([...homes].filter(([word, of]) => of.size > 1 && !names.has(word)).map(([word]) => word))
}
