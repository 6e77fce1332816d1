// SPDX-License-Identifier: GPL-2.0-only
import type { Edge, Flows, Part } from './flows.js'

export interface Layout {
  readonly height: number
  readonly users: readonly PlacedPart[]
  readonly definers: readonly PlacedPart[]
  readonly ribbons: readonly Ribbon[]
}

/** Pixels from the top. */
export interface PlacedPart extends Part {
  readonly top: number
  readonly height: number
}

/** From the user's side to the definer's; a thickness in pixels for its number of symbols. */
export interface Ribbon {
  readonly edge: Edge
  readonly from: number
  readonly to: number
  readonly thickness: number
}

/** A line of text and a little air. */
const LEAST = 20
const GAP = 4
/** Pixels that a symbol takes where there are few, and the height that many have to share. */
const MOST_PER_SYMBOL = 8
const SHARED = 560

/** Places both sides below each other, and the ribbons between them in order. */
export function layoutOf({ users, definers, edges }: Flows): Layout {
  const total = edges.reduce((sum, edge) => sum + edge.symbols.length, 0)
  const perSymbol = Math.min(MOST_PER_SYMBOL, SHARED / Math.max(1, total))
  const left = placed(users, perSymbol)
  const right = placed(definers, perSymbol)
  const height = Math.max(left.height, right.height)
  const shift = (side: { parts: PlacedPart[]; height: number }) =>
    side.parts.map(part => ({ ...part, top: part.top + (height - side.height) / 2 }))
  const [placedUsers, placedDefiners] = [shift(left), shift(right)]
  const starts = cursor(placedUsers, perSymbol)
  const ends = cursor(placedDefiners, perSymbol)
  const rank = (parts: readonly Part[]) => new Map(parts.map(({ name }, index) => [name, index]))
  const [userRank, definerRank] = [rank(users), rank(definers)]
  const inOrder = [...edges].sort(
    (a, b) =>
      (userRank.get(a.user) ?? 0) - (userRank.get(b.user) ?? 0) ||
      (definerRank.get(a.definer) ?? 0) - (definerRank.get(b.definer) ?? 0),
  )
  const ribbons = inOrder.map(edge => {
    const thickness = edge.symbols.length * perSymbol
    return { edge, thickness, from: starts(edge.user, thickness), to: ends(edge.definer, thickness) }
  })
  return { height, users: placedUsers, definers: placedDefiners, ribbons }
}

function placed(parts: readonly Part[], perSymbol: number) {
  let top = 0
  const all = parts.map(part => {
    const height = Math.max(LEAST, part.weight * perSymbol)
    const here = { ...part, top, height }
    top += height + GAP
    return here
  })
  return { parts: all, height: Math.max(0, top - GAP) }
}

/** Hands out the places of ribbons at a part, one below the other, in its middle. */
function cursor(parts: readonly PlacedPart[], perSymbol: number) {
  const next = new Map(
    parts.map(({ name, top, height, weight }) => [name, top + (height - weight * perSymbol) / 2]),
  )
  return (name: string, thickness: number): number => {
    const at = next.get(name) ?? 0
    next.set(name, at + thickness)
    return at
  }
}
