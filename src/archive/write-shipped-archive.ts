// SPDX-License-Identifier: GPL-2.0-only
import { basename, join, resolve } from 'node:path'
import type { BuildTrees } from '../build/index.js'
import { UsageError } from '../core/errors.js'
import { isFile } from '../core/exists.js'
import { loadFile } from '../core/load-file.js'
import { compareCompiled } from '../elf-diff/index.js'
import { readElf } from '../formats/elf/index.js'
import { moduleReport, openImage } from '../image/index.js'
import { compilerInputs } from './compiler-inputs.js'
import { type Entry, emptyDirectory, freeze, inputEntries, refuseFilled, sha256 } from './freeze.js'
import type { ArchivedModule, ArchiveManifest } from './manifest.js'
import { inScratch } from './packed.js'
import {
  objectsOf,
  type RebuildOptions,
  rebuildShipped,
  type ShippedModule,
  shippedModule,
} from './rebuild-shipped.js'

export interface ShippedOptions extends RebuildOptions {
  /** Headers of the kernel that the modules were shipped with. */
  readonly headers: string
  /** The sources that they were made of. */
  readonly sources: string
  /** That kernel's image. */
  readonly image?: string | undefined
}

/**
 * Freezes modules that a distribution ships: they are made again by kbuild, with the headers of their kernel, to learn how, and
 * compared with what is shipped. Gives the manifest, and the modules that could not be made. Throws UsageError when none could.
 */
export async function writeShippedArchive(
  paths: readonly string[],
  directory: string,
  version: string,
  options: ShippedOptions,
): Promise<{ readonly manifest: ArchiveManifest; readonly leftOut: readonly string[] }> {
  const shipped = paths.map(shippedModule)
  // Before compiling, which takes a while; made it is when there is something to put into it.
  await refuseFilled(directory)
  for (const path of paths) if (!(await isFile(path))) throw new UsageError(`${path}: no such file`)
  return inScratch(async scratch => {
    const { trees, failure } = await rebuildShipped(
      scratch,
      shipped,
      options.headers,
      resolve(options.sources),
      options,
    )
    const modules: { readonly entry: Entry; readonly module: ArchivedModule }[] = []
    const leftOut: string[] = []
    for (const module of shipped) {
      const objects = await objectsOf(trees, module).catch(() => undefined)
      if (objects === undefined) leftOut.push(module.path)
      else modules.push(await archivedModule(trees, module, objects))
    }
    if (modules.length === 0) {
      const why = failure?.tail[0] ?? 'kbuild makes none of them'
      throw new UsageError(`none of the modules could be made from ${options.sources}: ${why}`, {
        hint: failure?.logPath && `all that make printed: ${failure.logPath}`,
        cause: failure,
      })
    }
    const objects = [...new Set(modules.flatMap(({ module }) => module.objects))]
    const inputs = await compilerInputs(trees, objects)
    const { image } = options
    const kernelFile = (role: Entry['role'], to: string, from: string): Entry => ({
      role,
      to: `kernel/${to}`,
      from,
    })
    const entries: Entry[] = [
      ...modules.map(({ entry }) => entry),
      ...(image === undefined ? [] : [kernelFile('image', basename(image), image)]),
      kernelFile('symvers', 'Module.symvers', join(trees.objtree, 'Module.symvers')),
      kernelFile('config', 'config', join(trees.objtree, '.config')),
      // The same modules give the same archive, wherever they were made.
      ...inputEntries(trees, objects, inputs).map(entry =>
        entry.role === 'command' ? { ...entry, replaced: { text: trees.srctree, by: '/source' } } : entry,
      ),
    ]
    await emptyDirectory(directory)
    const frozen = {
      version,
      trees,
      entries,
      outside: inputs.outside,
      modules: modules.map(({ module }) => module),
    }
    const manifest = await freeze(directory, frozen, options.signal)
    return { manifest, leftOut }
  })
}

async function archivedModule(
  { objtree }: BuildTrees,
  { path, directory, name }: ShippedModule,
  objects: readonly string[],
): Promise<{ readonly entry: Entry; readonly module: ArchivedModule }> {
  const image = await openImage(path)
  if (image.kind !== 'module') throw new UsageError(`${path}: not a module`)
  const report = moduleReport(image.elf)
  const made = readElf(await loadFile(join(objtree, directory, `${name}.ko`)))
  const places = compareCompiled(made, image.elf)
  const file = `module/${directory}/${basename(path)}`
  return {
    entry: { role: 'module', to: file, from: path },
    module: {
      name: report.name ?? name,
      version: report.version,
      file,
      sha256: sha256(await loadFile(path)),
      hmac: null,
      objects: [...objects],
      differs: places.length === 0 ? null : places.slice(0, 6).join(', '),
    },
  }
}
