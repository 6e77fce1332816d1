// SPDX-License-Identifier: GPL-2.0-only
import type { PlannedAlgorithm } from './plan-algorithms.js'

/** What a boot with fips=1 makes of a service of the list of approved ones: plain data, fit for JSON. */
export interface PlannedService {
  readonly name: string
  /**
   * `approved`: all its parts are in fips140.ko; `not approved`: it can be had, but a part is a module of its own, or in
   * vmlinux; `absent`: a part is off; `refused`: the self-tests do not let it in with fips=1; `unknown`: a fragment does not say.
   */
  readonly verdict: 'approved' | 'not approved' | 'absent' | 'refused' | 'unknown'
  /** The parts that make it so; none of an approved one. */
  readonly because: readonly string[]
  /** Modules with another implementation of an approved one: it is what the kernel uses once they are loaded, and not approved. */
  readonly alsoIn: readonly string[]
}

/** The services of approved.h, as this configuration has them. Libraries that they use are not looked at. */
export function planServices(
  approvedHeader: string,
  algorithms: readonly PlannedAlgorithm[],
): PlannedService[] {
  const known = new Map(algorithms.map(each => [each.name, each]))
  const text = approvedHeader.replace(/\/\*[\s\S]*?\*\//g, '')
  return Array.from(text.matchAll(/"([^"\n]+)"/g), ([, name = '']) => planService(name, known))
}

type Known = ReadonlyMap<string, PlannedAlgorithm>

/** Of a part, from the worst. */
const VERDICTS: readonly PlannedService['verdict'][] = ['absent', 'unknown', 'not approved', 'approved']

function planService(name: string, known: Known): PlannedService {
  if (known.get(name)?.letIn === false) return { name, verdict: 'refused', because: [], alsoIn: [] }
  // As a whole, or made of a template and what it is for.
  const ways = [partsOf(name), [name]].map(parts => weigh(parts, known))
  const [best] = ways.sort((a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict))
  const { verdict, because } = best ?? { verdict: 'absent' as const, because: [] }
  const alsoIn = verdict === 'approved' ? (known.get(name)?.modules ?? []) : []
  return { name, verdict, because, alsoIn }
}

function weigh(parts: readonly string[], known: Known): Pick<PlannedService, 'verdict' | 'because'> {
  const judged = parts.map(part => ({ part, verdict: verdictOf(known.get(part)) }))
  const verdict = VERDICTS.find(each => judged.some(one => one.verdict === each)) ?? 'absent'
  const because = judged.filter(one => one.verdict !== 'approved').map(({ part }) => part)
  return { verdict, because }
}

function verdictOf(algorithm: PlannedAlgorithm | undefined): PlannedService['verdict'] {
  if (algorithm === undefined) return 'absent'
  const { inside, vmlinux, modules, unknown } = algorithm
  if (inside.length > 0) return 'approved'
  if (modules.length + vmlinux.length > 0) return 'not approved'
  return unknown.length > 0 ? 'unknown' : 'absent'
}

/** `cts(cbc(aes))` is cts, cbc and aes. */
const partsOf = (name: string): string[] => name.split(/[(),]+/).filter(part => part !== '')
