// SPDX-License-Identifier: GPL-2.0-only
import type { ModulePart } from './module-part.js'

/**
 * Which algorithms need code, of those that the module's objects register: those of its users and, where a user registers
 * none, those of the objects that use it in turn. Functions that vmlinux calls are services of the library: they
 * count where no algorithm was found. A function of these objects, in the order given.
 */
export function needing(
  parts: readonly ModulePart[],
  redirected: ReadonlySet<string>,
): (objects: readonly string[]) => string[] {
  const byPath = new Map(parts.map(part => [part.path, part]))
  const callers = callersOf(parts)
  return objects => {
    const seen = new Set(objects)
    const algorithms = new Set<string>()
    const services = new Set<string>()
    for (const path of seen) {
      const part = byPath.get(path)
      if (part === undefined) continue
      for (const name of part.algorithms) algorithms.add(name)
      // A set that grows while it is gone through.
      if (part.algorithms.length === 0) for (const caller of callers.get(path) ?? []) seen.add(caller)
      for (const name of part.defines) if (redirected.has(name)) services.add(`${name}()`)
    }
    return [...(algorithms.size > 0 ? algorithms : services)].sort()
  }
}

/** Objects of the module that use another one, by its path. */
function callersOf(parts: readonly ModulePart[]): ReadonlyMap<string, ReadonlySet<string>> {
  const definers = new Map(parts.flatMap(({ path, defines }) => [...defines].map(name => [name, path])))
  const callers = new Map<string, Set<string>>()
  for (const { path, uses } of parts) {
    for (const name of uses) {
      const definer = definers.get(name)
      if (definer === undefined || definer === path) continue
      const known = callers.get(definer) ?? new Set()
      callers.set(definer, known.add(path))
    }
  }
  return callers
}
