// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { type Objtree, readBuilt, vmlinuxObjects } from '../../../build/index.js'
import { isUndefined, readElf, symbols } from '../../../formats/elf/index.js'
import type { ImportPlace } from './classes/classify-import.js'
import { isLocal, type LinkedObject, linkedObject } from './linked-object.js'
import { type SideOfBoundary, sideOf } from './side-of-boundary.js'

export type BoundaryPlaces = Pick<Objtree, 'objtree' | 'srctree' | 'vmlinux' | 'vmlinuxArchive'>

/** What the objects of vmlinux say of the symbols that cross. */
export interface VmlinuxSide extends SideOfBoundary {
  /** The place of an import. */
  readonly placeOf: (name: string) => ImportPlace
}

export interface VmlinuxQuestion {
  /** What the module imports. */
  readonly imports: ReadonlySet<string>
  /** What vmlinux uses of it. */
  readonly uses: ReadonlySet<string>
  readonly onObject?: ((object: LinkedObject) => void) | undefined
}

/** Throws UsageError when the build is not complete. */
export async function vmlinuxSide(
  built: BoundaryPlaces,
  { imports, uses, onObject }: VmlinuxQuestion,
): Promise<VmlinuxSide> {
  const aliases = await aliasesOf(built, imports)
  const defines = new Set([...imports, ...[...aliases.values()].flat()])
  let areBitcode = false
  const objects = objectsOf(built, object => {
    areBitcode ||= object.elf === undefined
    onObject?.(object)
  })
  const inObjects = await sideOf(objects, { defines, uses })
  const side = areBitcode ? { ...inObjects, users: await usersWhenLinked(built, uses) } : inObjects
  const placeOf = (name: string): ImportPlace => {
    const definedIn = side.definitions.get(name)?.object ?? null
    const alias = definedIn === null ? definedAlias(aliases.get(name) ?? [], side) : undefined
    return { name, definedIn, alias }
  }
  return { ...side, placeOf }
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
    symbol => !isLocal(symbol) && !isUndefined(symbol),
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
async function* objectsOf(
  built: BoundaryPlaces,
  onObject: (object: LinkedObject) => void,
): AsyncGenerator<LinkedObject> {
  for (const path of await vmlinuxObjects(built)) {
    const object = linkedObject(path, await readBuilt(join(built.objtree, path)))
    onObject(object)
    yield object
  }
}

/** With link time optimisation who uses a symbol is known of all objects together, when they are linked. */
async function usersWhenLinked({ objtree }: BoundaryPlaces, uses: ReadonlySet<string>) {
  const path = 'vmlinux.o'
  const linked = async function* () {
    yield linkedObject(path, await readBuilt(join(objtree, path)))
  }
  return (await sideOf(linked(), { defines: new Set(), uses })).users
}
