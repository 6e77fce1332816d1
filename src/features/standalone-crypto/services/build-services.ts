// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { type BuildTrees, moduleObjects, readBuilt } from '../../../build/index.js'
import { UsageError } from '../../../core/errors.js'
import { inFile } from '../../../core/in-file.js'
import { readDotCmd } from '../../../formats/dot-cmd/index.js'
import { readElf } from '../../../formats/elf/index.js'
import type { Boundary } from '../boundary/index.js'
import { moduleOf } from '../build/index.js'
import { BUILT } from '../names.js'
import { carvedObject } from './carved-object.js'
import type { BootedServices, CarvedObject, ServiceFacts } from './service-facts.js'
import { serviceFactsOf } from './service-facts-of.js'

/** What the module of a build offers, and the objects that it is linked from. */
export interface BuildServices {
  readonly facts: ServiceFacts
  readonly objects: readonly CarvedObject[]
}

/** Throws UsageError when the build is not a carved one, or not complete. */
export async function buildServices(
  built: BuildTrees,
  { boundary, boots }: { readonly boundary: Boundary; readonly boots: readonly BootedServices[] },
): Promise<BuildServices> {
  const path = await moduleOf(built)
  if (path === undefined) throw new UsageError(`${built.objtree} holds no carved build`)
  const bytes = await readBuilt(path)
  const objects: CarvedObject[] = []
  // Objects are large and many: one at a time.
  for (const object of await moduleObjects(built, BUILT.module)) objects.push(await objectAt(built, object))
  const facts = serviceFactsOf({
    module: inFile(path, () => readElf(bytes)),
    objects,
    boots,
    redirected: [...boundary.functions, ...boundary.variables].map(({ name }) => name),
    outside: new Set(boundary.imports.flatMap(({ neededBy }) => neededBy)),
    approvedNames: await listedServices(built),
    testmgr: await sourceOf(built, 'crypto/testmgr.c'),
    testVectors: await sourceOf(built, 'crypto/testmgr.h'),
  })
  return { facts, objects }
}

const sourceOf = ({ srctree }: BuildTrees, path: string): Promise<string | undefined> =>
  readFile(join(srctree, path), 'utf8').catch(() => undefined)

async function objectAt({ objtree, srctree }: BuildTrees, path: string): Promise<CarvedObject> {
  const [file, kept] = [join(objtree, path), join(objtree, dirname(path), `.${basename(path)}.cmd`)]
  const [bytes, text] = [await readBuilt(file), await readFile(kept, 'utf8').catch(() => undefined)]
  const command = text === undefined ? undefined : inFile(kept, () => readDotCmd(text))
  const nameSource = (source: string) => within(resolve(objtree, source), [srctree, objtree])
  return inFile(file, () => carvedObject(path, { bytes, command, nameSource }))
}

const within = (path: string, directories: readonly string[]): string =>
  directories.map(directory => relative(directory, path)).find(each => !each.startsWith('..')) ?? path

async function listedServices({ objtree }: BuildTrees): Promise<readonly string[] | undefined> {
  const text = await readFile(join(objtree, BUILT.services), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : Array.from(text.matchAll(/"([^"\n]+)"/g), ([, name = '']) => name)
}
