// SPDX-License-Identifier: GPL-2.0-only
import { basename, join } from 'node:path'
import { architectures } from '../arch/architectures.js'
import { type BuildTrees, findTrees } from '../build/index.js'
import { UsageError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { loadFile } from '../core/load-file.js'
import { recordedStates } from '../edit/index.js'
import type { ModuleContract } from '../features/module-contract.js'
import { moduleContracts } from '../features/registry.js'
import { moduleReport, openImage } from '../image/index.js'
import { compilerInputs } from './compiler-inputs.js'
import { type Entry, emptyDirectory, firstThatIs, freeze, inputEntries, readBuilt, sha256 } from './freeze.js'
import { headersElsewhere } from './headers-elsewhere.js'
import type { ArchivedModule, ArchiveManifest } from './manifest.js'

/**
 * Freezes what a later verdict on the module that a build carries needs into a directory: the module, the kernel it was made with, and
 * all that the compiler read. The same build gives the same bytes. Throws UsageError when the build is not complete or the
 * directory is not empty.
 */
export async function writeArchive(
  build: string,
  directory: string,
  version: string,
  signal?: AbortSignal,
): Promise<ArchiveManifest> {
  const trees = await findTrees(build)
  await readBuilt(trees, '.config')
  const contract = await contractOf(trees)
  const { module, digest } = contract.built
  const objects = (await readBuilt(trees, module.replace(/ko$/, 'mod')))
    .toString('utf8')
    .split(/\s+/)
    .filter(Boolean)
  const inputs = await compilerInputs(trees, objects)
  const image = await firstThatIs(
    trees,
    architectures.map(arch => arch.image),
  )
  const symvers = await firstThatIs(trees, ['Module.symvers', 'vmlinux.symvers'])
  const built = (role: Entry['role'], to: string, from: string): Entry => ({
    role,
    to,
    from: join(trees.objtree, from),
  })
  const entries = [
    built('module', `module/${basename(module)}`, module),
    built('digest', `module/${basename(digest)}`, digest),
    built('image', `kernel/${basename(image)}`, image),
    built('symvers', 'kernel/Module.symvers', symvers),
    built('config', 'kernel/config', '.config'),
    ...inputEntries(trees, objects, inputs, await headersElsewhere(trees, objects)),
    ...(await makefileEntries(trees, contract, image)),
  ]
  await emptyDirectory(directory)
  const modules = [await archivedModule(trees, contract, objects)]
  const recipes = await appliedRecipes(trees)
  return freeze(directory, { version, trees, entries, outside: inputs.outside, modules, recipes }, signal)
}

async function appliedRecipes({ srctree }: BuildTrees): Promise<NonNullable<ArchiveManifest['recipes']>> {
  const states = await recordedStates(srctree)
  return states.flatMap(state => {
    if (state.state !== 'applied') return []
    const { recipe, version, parameters } = state
    const copied = Object.entries(parameters).map(([name, values]) => [name, [...values]])
    return [{ recipe, version, parameters: Object.fromEntries(copied) }]
  })
}

/** The makefiles that say what of the sources is in the module, by which options. */
async function makefileEntries(
  { srctree }: BuildTrees,
  { sources }: ModuleContract,
  image: string,
): Promise<Entry[]> {
  const srcArch = architectures.find(arch => arch.image === image)?.srcArch ?? ''
  const directories = await sources.directories(srctree, srcArch)
  return directories.map(({ path }) => ({
    role: 'makefile',
    to: `source/${path}/Makefile`,
    from: join(srctree, path, 'Makefile'),
  }))
}

/** The contract of the module that was built. */
async function contractOf({ objtree }: BuildTrees): Promise<ModuleContract> {
  for (const contract of moduleContracts) {
    if (await exists(join(objtree, contract.built.module))) return contract
  }
  const modules = moduleContracts.map(({ built }) => built.module)
  throw new UsageError(
    `${objtree} has no ${modules.join(' and no ')}: not a complete build of a carved kernel`,
  )
}

async function archivedModule(
  { objtree }: BuildTrees,
  { built, readDigest }: ModuleContract,
  objects: readonly string[],
): Promise<ArchivedModule> {
  const path = join(objtree, built.module)
  const image = await openImage(path)
  if (image.kind !== 'module') throw new UsageError(`${path}: not a module`)
  const hmac = readDigest(await loadFile(join(objtree, built.digest)))
  if (hmac === undefined) throw new UsageError(`${join(objtree, built.digest)}: not a digest`)
  const { name, version } = moduleReport(image.elf)
  const file = basename(built.module)
  return {
    name: name ?? basename(file, '.ko'),
    version,
    file: `module/${file}`,
    sha256: sha256(image.bytes),
    hmac,
    objects: [...objects],
    differs: null,
  }
}
