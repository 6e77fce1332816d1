// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { moduleObjects, readBuilt, vmlinuxObjects } from '../../../build/index.js'
import { UsageError } from '../../../core/errors.js'
import { type Elf, isElf, isUndefined, readElf, SHF_ALLOC, symbols } from '../../../formats/elf/index.js'
import { BUILT } from '../names.js'
import { stayingReasons } from '../recipe/index.js'
import type { Boundary, ModuleObject, SecondCopy } from './boundary.js'
import { classifyImport } from './classes/classify-import.js'
import { outsideObjects } from './classes/outside-object.js'
import { type ModulePart, modulePart } from './leaning/module-part.js'
import { needing } from './leaning/who-needs.js'
import { type LinkedObject, ofElf } from './linked-object.js'
import { readRedirects } from './read-redirects.js'
import { copiesIn, copiesInPrograms, copiesInTwins, ofModules } from './second-copies.js'
import { sideOf } from './side-of-boundary.js'
import { type BoundaryPlaces, vmlinuxSide } from './vmlinux-side.js'

/**
 * Reads the boundary of a carved build: what was redirected, what the module imports, and the objects on both sides. Throws
 * UsageError when the build is not a carved one, or not complete.
 */
export async function readBoundary(built: BoundaryPlaces): Promise<Boundary> {
  const redirects = readRedirects((await readCarved(built, BUILT.redirects)).toString('utf8'))
  const module = readElf(await readCarved(built, BUILT.module))
  const imported = undefinedIn(module)
  const redirected = [...redirects.functions, ...redirects.variables].map(({ name }) => name)
  const [inwards, outwards] = [new Set(redirected), new Set(imported)]
  const objects: ModuleObject[] = []
  const parts: ModulePart[] = []
  const inModule = await sideOf(moduleSide(built, { objects, parts }), { defines: inwards, uses: outwards })
  const ofModule = ofModules(module)
  const copies: SecondCopy[] = []
  const inVmlinux = await vmlinuxSide(built, {
    imports: outwards,
    uses: inwards,
    onObject: object => copies.push(...copiesIn(object, ofModule)),
  })
  const linked = await vmlinuxObjects(built)
  copies.push(...(await copiesInTwins(built, ofModule)), ...(await copiesInPrograms(built, linked, ofModule)))
  const stays = await stayingReasons(built.srctree)
  const neededBy = needing(parts, inwards)
  const redirect = <T extends { readonly name: string }>(symbol: T) => ({
    ...symbol,
    definedIn: inModule.definitions.get(symbol.name)?.object ?? null,
    users: inVmlinux.users.get(symbol.name) ?? [],
  })
  return {
    objects,
    functions: redirects.functions.map(redirect),
    variables: redirects.variables.map(redirect),
    imports: imported.map(name => {
      const place = inVmlinux.placeOf(name)
      const users = inModule.users.get(name) ?? []
      const classed = classifyImport(place, stays)
      return {
        name,
        kind: inVmlinux.definitions.get(name)?.isFunction === false ? 'variable' : 'function',
        definedIn: place.definedIn,
        ...classed,
        users,
        neededBy: classed.class === 'cryptography' ? neededBy(users.map(({ object }) => object)) : [],
      }
    }),
    outside: outsideObjects(linked, stays),
    copies,
  }
}

/** Objects are large and many: one at a time. */
async function* moduleSide(
  built: BoundaryPlaces,
  { objects, parts }: { readonly objects: ModuleObject[]; readonly parts: ModulePart[] },
): AsyncGenerator<LinkedObject> {
  for (const path of await moduleObjects(built, BUILT.module)) {
    const elf = await objectAt(join(built.objtree, path))
    objects.push({ path, bytes: elf === undefined ? 0 : loadedBytes(elf) })
    if (elf === undefined) continue
    parts.push(modulePart(path, elf))
    yield ofElf(path, elf)
  }
}

async function objectAt(path: string): Promise<Elf | undefined> {
  const bytes = await readBuilt(path)
  return isElf(bytes) ? readElf(bytes) : undefined
}

async function readCarved({ objtree }: BoundaryPlaces, path: string): Promise<Buffer> {
  return readFile(join(objtree, path)).catch(cause => {
    throw new UsageError(`${objtree} holds no carved build: ${path} is not there`, { cause })
  })
}

const undefinedIn = (elf: Elf): string[] =>
  symbols(elf)
    .filter(isUndefined)
    .map(({ name }) => name)
    .sort()

const loadedBytes = (elf: Elf): number =>
  elf.sections.reduce((sum, { sh_flags, sh_size }) => sum + ((sh_flags & SHF_ALLOC) === 0n ? 0 : sh_size), 0)
