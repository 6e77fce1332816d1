// SPDX-License-Identifier: GPL-2.0-only
import type { ModuleMakeup } from '../../features/module-contract.js'
import type { JudgedKernel } from './lifetime-of.js'
import type { Boundary, ObjectLife } from './lifetime-report.js'

/** What an object refers to beside its own symbols, and what it defines for others. */
export interface ObjectLinks {
  readonly needs: ReadonlySet<string>
  readonly defines: ReadonlySet<string>
}

export interface AdviseOptions {
  /** The objects of one module. */
  readonly objects: readonly ObjectLife[]
  readonly judged: readonly JudgedKernel[]
  readonly makeup: ModuleMakeup
  /** Symbols that the module cannot be loaded without. */
  readonly imports: ReadonlySet<string>
  /** By object. */
  readonly links: ReadonlyMap<string, ObjectLinks>
}

/** Whether a person accepts code that refers to another symbol. */
type Mode = 'strict' | 'accepted'

/**
 * With what left in vmlinux the rest of a module would live longer: the module as it is, and then, for each larger number of kernels, with the least
 * left out that this takes. Objects end each for themselves, so what has to go for a number of kernels is all that ends before.
 */
export function advise(options: AdviseOptions): Boundary[] {
  const { objects, judged, makeup } = options
  const limit = commonLimit(judged)
  const ends = endsOf(options)
  const boundary = (except: readonly string[]) => boundaryWithout(except, { ...options, ends, limit })
  const modes: readonly Mode[] = ['strict', 'accepted']
  const found = judged.flatMap((_, index) =>
    modes.flatMap(mode => {
      const ended = objects.flatMap(({ object }) =>
        (ends.get(object)?.[mode] ?? 0) <= index ? [object] : [],
      )
      const except = namesFor(ended, makeup)
      return except === undefined || ended.length === objects.length ? [] : [boundary(except)]
    }),
  )
  return gaining([boundary([]), ...found])
}

/** The number of kernels up to the first in which more than the code of objects, or what they import, breaks the module, or is not known. */
function commonLimit(judged: readonly JudgedKernel[]): number {
  const end = judged.findIndex(({ report }) =>
    report.reasons.some(
      ({ effect, fact }) =>
        effect === 'unseen' || (effect === 'breaks' && fact !== 'compiled' && fact !== 'imports'),
    ),
  )
  return end < 0 ? judged.length : end
}

/** By object: how many kernels in a row it lives, by itself. */
function endsOf({
  objects,
  judged,
  imports,
  links,
}: AdviseOptions): ReadonlyMap<string, Record<Mode, number>> {
  return new Map(
    objects.map(({ object, states }) => {
      const needs = [...(links.get(object)?.needs ?? [])].filter(name => imports.has(name))
      const end = (mode: Mode) => {
        const kernel = judged.findIndex(
          ({ exports }, index) =>
            states[index] === 'other' ||
            (mode === 'strict' && states[index] === 'other symbol') ||
            needs.some(name => !exports.has(name)),
        )
        return kernel < 0 ? judged.length : kernel
      }
      return [object, { strict: end('strict'), accepted: end('accepted') }]
    }),
  )
}

/** The names that leave out these objects and least else; undefined when one cannot be left out. */
function namesFor(objects: readonly string[], { leavable }: ModuleMakeup): string[] | undefined {
  const chosen = objects.map(
    object =>
      leavable
        .filter(each => each.objects.includes(object))
        .reduce<ModuleMakeup['leavable'][number] | undefined>(
          (least, each) => (least === undefined || each.objects.length < least.objects.length ? each : least),
          undefined,
        )?.name,
  )
  const known = chosen.filter(name => name !== undefined)
  return known.length < chosen.length ? undefined : [...new Set(known)].sort()
}

function boundaryWithout(
  except: readonly string[],
  {
    objects,
    makeup,
    links,
    ends,
    limit,
  }: AdviseOptions & {
    readonly ends: ReadonlyMap<string, Record<Mode, number>>
    readonly limit: number
  },
): Boundary {
  const out = new Set(
    makeup.leavable.filter(({ name }) => except.includes(name)).flatMap(each => each.objects),
  )
  const [left, kept] = [true, false].map(isOut =>
    objects.map(({ object }) => object).filter(object => out.has(object) === isOut),
  ) as [string[], string[]]
  const lives = (mode: Mode) => Math.min(limit, ...kept.map(object => ends.get(object)?.[mode] ?? 0))
  const needed = new Set(kept.flatMap(object => [...(links.get(object)?.needs ?? [])]))
  return {
    except,
    objects: kept.length,
    lives: lives('strict'),
    livesAccepted: lives('accepted'),
    algorithms: makeup.algorithms
      .filter(algorithm => algorithm.objects.length > 0 && algorithm.objects.every(object => out.has(object)))
      .map(({ name, letIn }) => ({ name, letIn })),
    imports: left
      .flatMap(object => [...(links.get(object)?.defines ?? [])])
      .filter(name => needed.has(name))
      .sort(),
  }
}

/** Without those that leave out as much as another, or more, and gain nothing by it. */
const gaining = (boundaries: readonly Boundary[]): Boundary[] =>
  [...boundaries]
    .sort((a, b) => b.objects - a.objects || b.lives + b.livesAccepted - a.lives - a.livesAccepted)
    .filter(
      (each, index, sorted) =>
        !sorted
          .slice(0, index)
          .some(other => other.lives >= each.lives && other.livesAccepted >= each.livesAccepted),
    )
