// SPDX-License-Identifier: GPL-2.0-only
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { incompleteBuild, type Objtree, readBuilt, vmlinuxObjects } from '../../../build/index.js'
import { isElf, isUndefined, readElf, STB_LOCAL, symbols } from '../../../formats/elf/index.js'
import type { ImportPlace } from './classes/classify-import.js'
import { type NamedElf, type SideOfBoundary, sideOf } from './side-of-boundary.js'

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
  /** Called with each object, or what all are linked to. */
  readonly onObject?: ((object: NamedElf) => void) | undefined
}

/** Throws UsageError when the build is not complete. */
export async function vmlinuxSide(
  built: BoundaryPlaces,
  { imports, uses, onObject }: VmlinuxQuestion,
): Promise<VmlinuxSide> {
  const aliases = await aliasesOf(built, imports)
  const side = await sideOf(elvesOf(built, onObject), {
    defines: new Set([...imports, ...[...aliases.values()].flat()]),
    uses,
  })
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

/** With link time optimisation objects are no ELF files, but what they are linked to is. Objects are many: one at a time. */
async function* elvesOf(
  built: BoundaryPlaces,
  onObject?: VmlinuxQuestion['onObject'],
): AsyncGenerator<NamedElf> {
  const paths = await vmlinuxObjects(built)
  const areElf = await Promise.all(paths.map(path => startsAsElf(join(built.objtree, path))))
  for (const path of areElf.every(Boolean) ? paths : ['vmlinux.o']) {
    const object = { path, elf: readElf(await readBuilt(join(built.objtree, path))) }
    onObject?.(object)
    yield object
  }
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
