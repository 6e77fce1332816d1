// SPDX-License-Identifier: GPL-2.0-only
import { exportsOf } from '../../../image/index.js'
import { objectParts } from './object-parts.js'
import type { CarvedObject, LibraryFact } from './service-facts.js'
import type { ServiceInputs } from './service-inputs.js'

/** Where the crypto library and its arithmetic are, relative to a tree. */
const LIBRARY = /^(?:lib|arch\/[^/]+\/lib)\//

/** The libraries among the objects of a module, by the name that kbuild gives each, with the functions that others can call. */
export function librariesOf(
  objects: readonly CarvedObject[],
  { module, redirected = [] }: Pick<ServiceInputs, 'module' | 'redirected'>,
): LibraryFact[] {
  const offered = new Set([...exportsOf(module).map(({ name }) => name), ...redirected])
  const partsOf = objectParts(objects)
  const byName = new Map<string, CarvedObject[]>()
  for (const object of objects) {
    if (!LIBRARY.test(object.path) || object.modname === null) continue
    byName.set(object.modname, [...(byName.get(object.modname) ?? []), object])
  }
  return [...byName]
    .map(([name, own]) => ({
      name,
      objects: [...new Set(own.flatMap(({ path }) => partsOf(path)))].sort(),
      functions: own
        .flatMap(({ contents }) => [...(contents?.defines ?? [])].filter(each => offered.has(each)))
        .sort(),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}
