// SPDX-License-Identifier: GPL-2.0-only

/** How finely objects are put together: 1 top directories, 2 directories, 3 single objects. */
export type Detail = 1 | 2 | 3

/** The part of a kernel that an object belongs to. */
export type Grouping = (object: string | null) => string

const UNKNOWN = 'linker or library'

/**
 * `net/ipv4` of `net/ipv4/ah4.o`. An architecture counts as one name, and the many objects that lie in crypto/ itself
 * count as directories of their own: `crypto/api`.
 */
export function groupOf(object: string | null, detail: Detail): string {
  if (object === null) return UNKNOWN
  const names = object.replace(/\.o$/, '').split('/')
  if (names[0] === 'arch' && names.length > 2) names.splice(0, 2, `arch/${names[1]}`)
  if (detail === 3) return names.join('/')
  if (detail === 1) return names[0] ?? object
  const isFile = names.length === 2
  return isFile && names[0] !== 'crypto' ? (names[0] ?? object) : names.slice(0, 2).join('/')
}

/**
 * Objects by themselves where they are no more than `most`; else directories, those with the fewest of the given objects
 * put together.
 */
export function fittingGrouping(objects: readonly (string | null)[], most: number): Grouping {
  if (new Set(objects).size <= most) return object => groupOf(object, 3)
  const counts = new Map<string, number>()
  for (const object of objects) {
    const group = groupOf(object, 2)
    counts.set(group, (counts.get(group) ?? 0) + 1)
  }
  if (counts.size <= most) return object => groupOf(object, 2)
  const byCount = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const kept = new Set(byCount.slice(0, most - 1).map(([group]) => group))
  const others = `${counts.size - kept.size} others`
  return object => {
    const group = groupOf(object, 2)
    return kept.has(group) ? group : others
  }
}
