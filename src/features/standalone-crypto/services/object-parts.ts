// SPDX-License-Identifier: GPL-2.0-only
import type { CarvedObject } from './service-facts.js'

/**
 * What the functions of the crypto API begin with. Objects that call one only register with it, or look something up: what
 * defines it is no part of them, unless it has an algorithm of its own.
 */
const API =
  /^_{0,2}(?:crypto|acomp|aead|ahash|akcipher|kpp|l?skcipher|rng|shash|scatterwalk|scomp|sig|simd)_|^alg_test$/

/** A function from an object to itself and all those of the module whose functions it calls, directly or not, sorted. */
export function objectParts(objects: readonly CarvedObject[]): (path: string) => readonly string[] {
  const byPath = new Map(objects.map(object => [object.path, object]))
  const definers = new Map(
    objects.flatMap(object => [...(object.contents?.defines ?? [])].map(name => [name, object] as const)),
  )
  const known = new Map<string, readonly string[]>()
  return path => {
    const found = known.get(path) ?? [...reached(path, byPath, definers)].sort()
    known.set(path, found)
    return found
  }
}

function reached(
  start: string,
  byPath: ReadonlyMap<string, CarvedObject>,
  definers: ReadonlyMap<string, CarvedObject>,
): ReadonlySet<string> {
  const seen = new Set([start])
  // A set that grows while it is gone through.
  for (const path of seen) {
    for (const name of byPath.get(path)?.contents?.uses ?? []) {
      const definer = definers.get(name)
      if (definer === undefined) continue
      if (API.test(name) && (definer.contents?.registrations.length ?? 0) === 0) continue
      seen.add(definer.path)
    }
  }
  return seen
}
