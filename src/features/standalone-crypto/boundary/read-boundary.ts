// SPDX-License-Identifier: GPL-2.0-only
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  incompleteBuild,
  moduleObjects,
  type Objtree,
  readBuilt,
  vmlinuxObjects,
} from '../../../build/index.js'
import { UsageError } from '../../../core/errors.js'
import {
  type Elf,
  isElf,
  isUndefined,
  readElf,
  SHF_ALLOC,
  STB_LOCAL,
  symbols,
} from '../../../formats/elf/index.js'
import { BUILT } from '../names.js'
import { stayingReasons } from '../recipe/index.js'
import type { Boundary, ModuleObject } from './boundary.js'
import { classifyImport } from './classes/classify-import.js'
import { outsideObjects } from './classes/outside-object.js'
import { type ModulePart, modulePart } from './leaning/module-part.js'
import { needing } from './leaning/who-needs.js'
import { readRedirects } from './read-redirects.js'
import { type NamedElf, type SideOfBoundary, sideOf } from './side-of-boundary.js'

export type BoundaryPlaces = Pick<Objtree, 'objtree' | 'srctree' | 'vmlinux' | 'vmlinuxArchive'>

/**
 * Reads the boundary of a carved build: what was redirected, what the module imports, and the objects on both sides. Throws
 * UsageError when the build is not a carved one, or not complete.
 */
export async function readBoundary(built: BoundaryPlaces): Promise<Boundary> {
  const redirects = readRedirects((await readCarved(built, BUILT.redirects)).toString('utf8'))
  const imported = undefinedIn(readElf(await readCarved(built, BUILT.module)))
  const redirected = [...redirects.functions, ...redirects.variables].map(({ name }) => name)
  const [inwards, outwards] = [new Set(redirected), new Set(imported)]
  const objects: ModuleObject[] = []
  const parts: ModulePart[] = []
  const inModule = await sideOf(moduleSide(built, { objects, parts }), { defines: inwards, uses: outwards })
  const aliases = await aliasesOf(built, outwards)
  const inVmlinux = await sideOf(vmlinuxSide(built), {
    defines: new Set([...outwards, ...[...aliases.values()].flat()]),
    uses: inwards,
  })
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
      const definition = inVmlinux.definitions.get(name)
      const definedIn = definition?.object ?? null
      const alias = definedIn === null ? definedAlias(aliases.get(name) ?? [], inVmlinux) : undefined
      const users = inModule.users.get(name) ?? []
      const classed = classifyImport({ name, definedIn, alias }, stays)
      return {
        name,
        kind: definition?.isFunction === false ? 'variable' : 'function',
        definedIn,
        ...classed,
        users,
        neededBy: classed.class === 'cryptography' ? neededBy(users.map(({ object }) => object)) : [],
      }
    }),
    outside: outsideObjects(await vmlinuxObjects(built), stays),
  }
}

function definedAlias(names: readonly string[], { definitions }: SideOfBoundary) {
  for (const name of names) {
    const definedIn = definitions.get(name)?.object
    if (definedIn !== undefined) return { name, definedIn }
  }
  return undefined
}

/** Other symbols of vmlinux at the same address: the linker script gives some variables a second name (jiffies). */
async function aliasesOf(
  { vmlinux }: BoundaryPlaces,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const shared = symbols(readElf(await readBuilt(vmlinux))).filter(
    symbol => symbol.st_bind !== STB_LOCAL && !isUndefined(symbol),
  )
  const addresses = new Map(
    shared.flatMap(({ name, st_value }) => (names.has(name) ? [[name, st_value]] : [])),
  )
  const wanted = new Set(addresses.values())
  const atAddress = new Map<bigint, string[]>()
  for (const { name, st_value } of shared) {
    if (wanted.has(st_value)) atAddress.set(st_value, [...(atAddress.get(st_value) ?? []), name])
  }
  return new Map(
    [...addresses].map(([name, address]) => [
      name,
      (atAddress.get(address) ?? []).filter(other => other !== name),
    ]),
  )
}

/** Objects are large and many: one at a time. */
async function* moduleSide(
  built: BoundaryPlaces,
  { objects, parts }: { readonly objects: ModuleObject[]; readonly parts: ModulePart[] },
): AsyncGenerator<NamedElf> {
  for (const path of await moduleObjects(built, BUILT.module)) {
    const elf = await objectAt(join(built.objtree, path))
    objects.push({ path, bytes: elf === undefined ? 0 : loadedBytes(elf) })
    if (elf === undefined) continue
    parts.push(modulePart(path, elf))
    yield { path, elf }
  }
}

/** With link time optimisation objects are no ELF files, but what they are linked to is. */
async function* vmlinuxSide(built: BoundaryPlaces): AsyncGenerator<NamedElf> {
  const paths = await vmlinuxObjects(built)
  const areElf = await Promise.all(paths.map(path => startsAsElf(join(built.objtree, path))))
  for (const path of areElf.every(Boolean) ? paths : ['vmlinux.o']) {
    yield { path, elf: readElf(await readBuilt(join(built.objtree, path))) }
  }
}

async function objectAt(path: string): Promise<Elf | undefined> {
  const bytes = await readBuilt(path)
  return isElf(bytes) ? readElf(bytes) : undefined
}

/** Reads no more than the magic number. */
async function startsAsElf(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined)
  if (file === undefined) throw incompleteBuild(path)
  try {
    return isElf((await file.read(Buffer.alloc(4), 0, 4, 0)).buffer)
  } finally {
    await file.close()
  }
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
