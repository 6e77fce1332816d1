// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FormatError, UsageError } from '../../../core/errors.js'
import { readAr } from '../../../formats/ar/index.js'
import {
  type Elf,
  isElf,
  isUndefined,
  readElf,
  SHF_ALLOC,
  STB_LOCAL,
  STT_FUNC,
  STT_NOTYPE,
  symbols,
} from '../../../formats/elf/index.js'
import type { Boundary } from './boundary.js'
import type { Crossing, Crossings, CrossingUser } from './crossings.js'
import { referencesTo } from './symbol-users.js'

/**
 * Finds the objects that define and use the symbols of the boundary. An object that is not ELF (link time optimisation)
 * says nothing. Throws UsageError when the build is not complete.
 */
export async function readCrossings(objDir: string, boundary: Boundary): Promise<Crossings> {
  const inwards = [...boundary.functions, ...boundary.variables].map(({ name }) => name)
  const found: Found = { definedIn: new Map(), users: new Map() }
  const objects: { path: string; bytes: number }[] = []
  for (const path of await moduleObjects(objDir)) {
    const elf = await objectAt(objDir, path)
    objects.push({ path, bytes: elf === undefined ? 0 : loadedBytes(elf) })
    if (elf !== undefined)
      lookInto(found, { path, elf, defines: new Set(inwards), uses: new Set(boundary.imports) })
  }
  for (const path of await kernelObjects(objDir)) {
    const elf = await objectAt(objDir, path)
    if (elf !== undefined)
      lookInto(found, { path, elf, defines: new Set(boundary.imports), uses: new Set(inwards) })
  }
  const variables = new Set(boundary.variables.map(({ name }) => name))
  const crossing = (name: string, direction: Crossing['direction']): Crossing => {
    const definition = found.definedIn.get(name)
    const isVariable = direction === 'in' ? variables.has(name) : definition?.isFunction === false
    return {
      name,
      kind: isVariable ? 'variable' : 'function',
      direction,
      definedIn: definition?.path ?? null,
      users: found.users.get(name) ?? [],
    }
  }
  return {
    objects,
    symbols: [
      ...inwards.map(name => crossing(name, 'in')),
      ...boundary.imports.map(name => crossing(name, 'out')),
    ],
  }
}

interface Found {
  readonly definedIn: Map<string, { readonly path: string; readonly isFunction: boolean }>
  readonly users: Map<string, CrossingUser[]>
}

interface LookedInto {
  readonly path: string
  readonly elf: Elf
  readonly defines: ReadonlySet<string>
  readonly uses: ReadonlySet<string>
}

function lookInto({ definedIn, users }: Found, { path, elf, defines, uses }: LookedInto): void {
  const used = new Set<string>()
  for (const symbol of symbols(elf)) {
    if (symbol.st_bind === STB_LOCAL) continue
    if (isUndefined(symbol)) {
      if (uses.has(symbol.name)) used.add(symbol.name)
    } else if (defines.has(symbol.name)) {
      // Assembler leaves some of its functions without a type.
      const isFunction = symbol.st_type === STT_FUNC || symbol.st_type === STT_NOTYPE
      definedIn.set(symbol.name, { path, isFunction })
    }
  }
  if (used.size === 0) return
  for (const [name, references] of referencesTo(elf, used)) {
    const from = [...references].map(([owner, count]) => ({ name: owner, references: count }))
    if (from.length === 0) continue
    from.sort((a, b) => (a.name < b.name ? -1 : 1))
    users.set(name, [...(users.get(name) ?? []), { object: path, from }])
  }
}

const loadedBytes = (elf: Elf): number =>
  elf.sections.reduce((sum, { sh_flags, sh_size }) => sum + ((sh_flags & SHF_ALLOC) === 0n ? 0 : sh_size), 0)

/** The list that kbuild makes for every module of several objects. */
const moduleObjects = async (objDir: string): Promise<string[]> =>
  (await readBuilt(join(objDir, 'crypto/fips140/fips140.mod'))).toString('utf8').split(/\s+/).filter(Boolean)

async function kernelObjects(objDir: string): Promise<string[]> {
  const path = join(objDir, 'vmlinux.a')
  try {
    return readAr(await readBuilt(path)).members.map(({ name }) => name)
  } catch (error) {
    throw error instanceof FormatError ? error.inFile(path) : error
  }
}

async function objectAt(objDir: string, path: string): Promise<Elf | undefined> {
  const bytes = await readBuilt(join(objDir, path))
  return isElf(bytes) ? readElf(bytes) : undefined
}

async function readBuilt(path: string): Promise<Buffer> {
  return readFile(path).catch(cause => {
    throw new UsageError(`${path} cannot be read: the build is not complete`, { cause })
  })
}
