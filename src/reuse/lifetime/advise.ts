// SPDX-License-Identifier: GPL-2.0-only
import type { ModuleMakeup } from '../../features/module-contract.js'
import { IN_THE_MODULE } from '../judge/judge-module.js'
import type { JudgedKernel } from './lifetime-of.js'
import type { Boundary, ObjectLife } from './lifetime-report.js'

/** Symbols that an object uses and does not define, and those that it defines. */
export interface ObjectLinks {
  readonly needs: ReadonlySet<string>
  readonly defines: ReadonlySet<string>
}

export interface AdviseOptions {
  /** The objects of one module. */
  readonly objects: readonly ObjectLife[]
  readonly judged: readonly JudgedKernel[]
  readonly makeup: ModuleMakeup
  /** Symbols that the module cannot be loaded without, and those that it exports. */
  readonly imports: ReadonlySet<string>
  readonly exports: ReadonlySet<string>
  /** By object. */
  readonly links: ReadonlyMap<string, ObjectLinks>
}

/** Whether a person accepts code that refers to another symbol. */
type Mode = 'strict' | 'accepted'

/** How many kernels in a row an object lives. */
type Ends = ReadonlyMap<string, Readonly<Record<Mode, number>>>

/**
 * Which parts to leave in vmlinux so that the rest lives longer: first the module as it is, then, for each larger number of kernels, the least that
 * has to go. Objects end independently, so living N kernels means leaving out every object that ends earlier. Null when no code was seen.
 */
export function advise(options: AdviseOptions): Boundary[] | null {
  const { objects, judged, makeup } = options
  const limit = commonLimit(judged)
  if (objects.length === 0 || objects.some(({ states }) => states[0] === 'not seen')) return null
  const ends = endsOf(options)
  const modes: readonly Mode[] = ['strict', 'accepted']
  const choices = judged.flatMap((_, index) =>
    modes.flatMap(mode => {
      const ended = objects.flatMap(({ object }) =>
        (ends.get(object)?.[mode] ?? 0) <= index ? [object] : [],
      )
      return [namesFor(ended, makeup)].filter(names => names !== undefined)
    }),
  )
  const boundaries = choices.map(except => boundaryWithout(except, { ...options, ends, limit }))
  return gaining([boundaryWithout([], { ...options, ends, limit }), ...boundaries])
}

/** The number of kernels up to the first in which more than the code of objects, or what they import, breaks the module, or is not known. */
function commonLimit(judged: readonly JudgedKernel[]): number {
  const end = judged.findIndex(({ report, recompiled }) => {
    const isWitnessed = [...(recompiled?.values() ?? [])].every(({ problem }) => problem === null)
    return (
      recompiled === undefined ||
      !isWitnessed ||
      report.reasons.some(
        ({ effect, fact }) =>
          (effect === 'unseen' && !IN_THE_MODULE.has(fact)) ||
          (effect === 'breaks' && fact !== 'compiled' && fact !== 'imports'),
      )
    )
  })
  return end < 0 ? judged.length : end
}

function endsOf({ objects, judged, imports, links }: AdviseOptions): Ends {
  return new Map(
    objects.map(({ object, states }) => {
      const needs = [...(links.get(object)?.needs ?? [])].filter(name => imports.has(name))
      const end = (mode: Mode) =>
        firstOr(
          judged,
          ({ exports }, index) =>
            states[index] === 'other' ||
            (mode === 'strict' && states[index] === 'other symbol') ||
            needs.some(name => exports.get(name)?.provider !== 'vmlinux'),
        )
      return [object, { strict: end('strict'), accepted: end('accepted') }]
    }),
  )
}

/** How many kernels come before the first that is so. */
function firstOr(
  judged: readonly JudgedKernel[],
  is: (kernel: JudgedKernel, index: number) => boolean,
): number {
  const found = judged.findIndex(is)
  return found < 0 ? judged.length : found
}

/** The names that leave out these objects and least else; undefined when one cannot be left out. */
function namesFor(objects: readonly string[], { leavable }: ModuleMakeup): string[] | undefined {
  const chosen = objects.map(object => {
    const names = leavable.filter(each => each.objects.includes(object))
    return names.sort((a, b) => a.objects.length - b.objects.length)[0]?.name
  })
  const known = chosen.filter(name => name !== undefined)
  return known.length < chosen.length ? undefined : withoutParts([...new Set(known)].sort(), leavable)
}

/** Without names that stand for a part of what another stands for. */
function withoutParts(names: readonly string[], leavable: ModuleMakeup['leavable']): string[] {
  const objectsOf = (name: string) => leavable.find(each => each.name === name)?.objects ?? []
  return names.filter(name => {
    const others = names.filter(other => objectsOf(other).length > objectsOf(name).length)
    return !others.some(other => objectsOf(name).every(object => objectsOf(other).includes(object)))
  })
}

/** Undefined when nothing would be left to carve, or when the rest would need a symbol that nothing exports: it could not be linked. */
function boundaryWithout(
  except: readonly string[],
  options: AdviseOptions & { readonly ends: Ends; readonly limit: number },
): Boundary | undefined {
  const { objects, judged, makeup, links, exports, ends, limit } = options
  const leavable = new Set(makeup.leavable.flatMap(each => each.objects))
  const out = new Set(
    makeup.leavable.filter(({ name }) => except.includes(name)).flatMap(each => each.objects),
  )
  const kept = objects.map(({ object }) => object).filter(object => !out.has(object))
  const imports = importsFrom(out, kept, links)
  if (!kept.some(object => leavable.has(object)) || imports.some(name => !exports.has(name))) return undefined
  const lives = (mode: Mode) =>
    Math.min(
      limit,
      ...kept.map(object => ends.get(object)?.[mode] ?? 0),
      firstOr(judged, kernel => imports.some(name => !kernel.exports.has(name))),
    )
  return {
    except,
    objects: kept.length,
    lives: lives('strict'),
    livesAccepted: lives('accepted'),
    algorithms: algorithmsWithout(out, kept, options),
    duties: makeup.duties
      .filter(each => each.objects.some(object => out.has(object)))
      .map(({ name }) => name),
    imports,
  }
}

/** Symbols of what is out that the rest needs. */
function importsFrom(
  out: ReadonlySet<string>,
  kept: readonly string[],
  links: AdviseOptions['links'],
): string[] {
  const needed = new Set(kept.flatMap(object => [...(links.get(object)?.needs ?? [])]))
  return [...out]
    .flatMap(object => [...(links.get(object)?.defines ?? [])])
    .filter(name => needed.has(name))
    .sort()
}

/** Algorithms with code in what is out: that of what registers them, or what this leads to. */
function algorithmsWithout(
  out: ReadonlySet<string>,
  kept: readonly string[],
  { makeup, links }: AdviseOptions,
): Boundary['algorithms'] {
  if (out.size === 0) return []
  const leaning = leaningOn(out, kept, links)
  return makeup.algorithms.flatMap(({ name, letIn, objects }) => {
    if (!objects.some(object => out.has(object) || leaning.has(object))) return []
    return [{ name, letIn, isWhole: objects.every(object => out.has(object)) }]
  })
}

/** Of the objects that are kept, those that need a symbol of what is out, or of one that does. */
function leaningOn(
  out: ReadonlySet<string>,
  kept: readonly string[],
  links: AdviseOptions['links'],
): ReadonlySet<string> {
  const leaning = new Set<string>()
  let added: readonly string[] = [...out]
  while (added.length > 0) {
    const names = new Set(added.flatMap(object => [...(links.get(object)?.defines ?? [])]))
    added = kept.filter(
      object => !leaning.has(object) && [...(links.get(object)?.needs ?? [])].some(name => names.has(name)),
    )
    for (const object of added) leaning.add(object)
  }
  return leaning
}

/** Without those that leave out as much as another, or more, and gain nothing by it. */
const gaining = (boundaries: readonly (Boundary | undefined)[]): Boundary[] =>
  boundaries
    .filter(each => each !== undefined)
    .sort((a, b) => b.objects - a.objects || b.lives + b.livesAccepted - a.lives - a.livesAccepted)
    .filter(
      (each, index, sorted) =>
        !sorted
          .slice(0, index)
          .some(other => other.lives >= each.lives && other.livesAccepted >= each.livesAccepted),
    )
