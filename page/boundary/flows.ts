// SPDX-License-Identifier: GPL-2.0-only
import type { Crossing } from '../../src/report-page/pieces.js'
import { type Detail, fittingGrouping, type Grouping, groupOf } from './group-of.js'

/** Parts on both sides of the boundary, and how many symbols connect each two. */
export interface Flows {
  /** Those that use, most symbols first. */
  readonly users: readonly Part[]
  /** Those that define. */
  readonly definers: readonly Part[]
  readonly edges: readonly Edge[]
}

export interface Part {
  readonly name: string
  /** Different symbols. */
  readonly count: number
  /** Over its edges. */
  readonly weight: number
}

/** Functions, or variables, of one part that another uses. */
export interface Edge {
  readonly user: string
  readonly definer: string
  readonly kind: Crossing['kind']
  readonly symbols: readonly Crossing[]
}

/** A side of more parts than this is put together. */
const MOST_PARTS = 28

export interface Groupings {
  readonly users: Grouping
  readonly definers: Grouping
}

/** How both sides of these symbols are put together; `auto` is what fits. */
export function groupingsFor(symbols: readonly Crossing[], detail: Detail | 'auto'): Groupings {
  if (detail !== 'auto') {
    const grouping: Grouping = object => groupOf(object, detail)
    return { users: grouping, definers: grouping }
  }
  const edges = symbols.flatMap(({ definedIn, users }) => users.map(({ object }) => ({ object, definedIn })))
  return {
    users: fittingGrouping(
      edges.map(({ object }) => object),
      MOST_PARTS,
    ),
    definers: fittingGrouping(
      edges.map(({ definedIn }) => definedIn),
      MOST_PARTS,
    ),
  }
}

export function flowsOf(symbols: readonly Crossing[], groupings: Groupings): Flows {
  const edges = new Map<string, Omit<Edge, 'symbols'> & { readonly symbols: Set<Crossing> }>()
  for (const symbol of symbols) {
    const definer = groupings.definers(symbol.definedIn)
    for (const { object } of symbol.users) {
      const user = groupings.users(object)
      const { kind } = symbol
      const key = `${user}\0${definer}\0${kind}`
      const edge = edges.get(key)
      if (edge === undefined) edges.set(key, { user, definer, kind, symbols: new Set([symbol]) })
      else edge.symbols.add(symbol)
    }
  }
  const all = [...edges.values()].map(edge => ({ ...edge, symbols: [...edge.symbols] }))
  const users = partsOf(all, 'user')
  const place = new Map(users.map(({ name }, index) => [name, index]))
  /** Beside the parts that use it, so that fewer lines cross. */
  const middle = (definer: string) => {
    const own = all.filter(edge => edge.definer === definer)
    const total = own.reduce((sum, edge) => sum + edge.symbols.length, 0)
    return own.reduce((sum, edge) => sum + (place.get(edge.user) ?? 0) * edge.symbols.length, 0) / total
  }
  const definers = partsOf(all, 'definer')
    .map(part => ({ part, at: middle(part.name) }))
    .sort((a, b) => a.at - b.at)
    .map(({ part }) => part)
  return { users, definers, edges: all }
}

function partsOf(edges: readonly Edge[], side: 'user' | 'definer'): Part[] {
  const parts = new Map<string, { symbols: Set<Crossing>; weight: number }>()
  for (const edge of edges) {
    const part = parts.get(edge[side]) ?? { symbols: new Set(), weight: 0 }
    for (const symbol of edge.symbols) part.symbols.add(symbol)
    part.weight += edge.symbols.length
    parts.set(edge[side], part)
  }
  return [...parts]
    .map(([name, { symbols, weight }]) => ({ name, count: symbols.size, weight }))
    .sort(
      (a, b) => Number(isRest(a)) - Number(isRest(b)) || b.weight - a.weight || (a.name < b.name ? -1 : 1),
    )
}

/** What was put together for want of room is no part to begin with. */
const isRest = ({ name }: Part) => /^\d+ others$/.test(name)
