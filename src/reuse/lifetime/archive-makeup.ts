// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { architectures } from '../../arch/architectures.js'
import type { ArchivedModule } from '../../archive/index.js'
import { inFile } from '../../core/in-file.js'
import { loadFile } from '../../core/load-file.js'
import { isUndefined, readElf, STB_LOCAL, symbols } from '../../formats/elf/index.js'
import { readConfigFile } from '../../kernel/index.js'
import type { ModuleFacts } from '../module/module-facts.js'
import type { AdviseOptions, ObjectLinks } from './advise.js'

/**
 * What advice on a module needs to know of it, from the archive unpacked at `archive`; undefined for a module that no kernel carries, and for an
 * archive without the makefiles of its sources. Throws FormatError for damaged objects.
 */
export async function archiveMakeup(
  archive: string,
  { objects }: ArchivedModule,
  module: ModuleFacts,
): Promise<Omit<AdviseOptions, 'objects' | 'judged'> | undefined> {
  const srcArch = architectures.find(({ name }) => name === module.arch)?.srcArch
  if (module.contract === undefined || srcArch === undefined) return undefined
  const { options: config } = await readConfigFile(join(archive, 'kernel/config'))
  const { sources } = module.contract.contract
  const makeup = await sources.makeup(join(archive, 'source'), { config, srcArch })
  if (makeup === undefined) return undefined
  const links = await Promise.all(
    objects.map(async object => [object, await linksOf(join(archive, 'objects', object))] as const),
  )
  // A directory that was left out as a whole has the makefile that it had.
  const isInside = new Set(objects)
  const inside = <T extends { readonly objects: readonly string[] }>(some: readonly T[]) =>
    some
      .map(each => ({ ...each, objects: each.objects.filter(object => isInside.has(object)) }))
      .filter(each => each.objects.length > 0)
  return {
    makeup: {
      leavable: inside(makeup.leavable),
      algorithms: inside(makeup.algorithms),
      duties: inside(makeup.duties),
    },
    links: new Map(links),
    imports: new Set(module.imports),
    exports: new Set(module.exports.map(({ name }) => name)),
  }
}

async function linksOf(path: string): Promise<ObjectLinks> {
  const bytes = await loadFile(path)
  const all = inFile(path, () => symbols(readElf(bytes))).filter(
    ({ name, st_bind }) => name !== '' && st_bind !== STB_LOCAL,
  )
  const names = (isNeeded: boolean) =>
    new Set(all.filter(symbol => isUndefined(symbol) === isNeeded).map(({ name }) => name))
  return { needs: names(true), defines: names(false) }
}
