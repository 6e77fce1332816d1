// SPDX-License-Identifier: GPL-2.0-only

import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type ArchiveManifest, MANIFEST, readManifest } from '../../archive/index.js'
import { isFile } from '../../core/exists.js'
import type { ModuleSources, SourceDirectory } from '../../features/module-contract.js'
import { moduleContracts } from '../../features/registry.js'
import { readDotCmd } from '../../formats/dot-cmd/index.js'
import type { DotConfig } from '../../formats/dot-config/index.js'
import { moduleName } from '../../formats/modules-builtin/index.js'
import { COMPILER_HEADERS, directoryObjects, objectFlags, readKernelVersion } from '../../kernel/index.js'
import { type CompileCommand, compileCommand, sourceRoot } from '../witness/compile-command.js'

/** Sources that must not change, and what of them is compiled. */
export interface FrozenSources {
  readonly kind: 'archive' | 'tree'
  /** What the paths of the files are relative to. */
  readonly root: string
  /** Where headers that a build made of these sources are; undefined when there was none. */
  readonly build: string | undefined
  readonly release: string | null
  readonly units: readonly SourceUnit[]
}

/** A C file to be compiled. */
export interface SourceUnit {
  readonly file: string
  /** KBUILD_MODNAME and KBUILD_BASENAME. */
  readonly module: string
  /** What its own makefile adds for this file, as objectFlags() gives it. */
  readonly flags: readonly string[]
}

export interface SelectionContext {
  /** Of the new kernel: which objects of a source tree count. */
  readonly config: DotConfig
  readonly srcArch: string
}

/**
 * Finds what is compiled of an archive (all of it), or of the cryptographic directories of a source tree (what the
 * configuration selects). Throws UsageError for what is neither.
 */
export async function openFrozenSources(path: string, context: SelectionContext): Promise<FrozenSources> {
  const manifest = await readFile(join(path, MANIFEST), 'utf8').catch(() => undefined)
  return manifest === undefined ? ofTree(path, context) : ofArchive(path, readManifest(manifest))
}

async function ofArchive(path: string, { modules, kernel }: ArchiveManifest): Promise<FrozenSources> {
  const units: SourceUnit[] = []
  for (const object of new Set(modules.flatMap(({ objects }) => objects))) {
    const file = object.replace(/o$/, 'c')
    // Assembler includes next to nothing of a kernel's.
    if (!(await isFile(join(path, 'source', file)))) continue
    const command = join(path, 'commands', dirname(object), `.${basename(object)}.cmd`)
    const compiled = compileCommand(readDotCmd(await readFile(command, 'utf8')).command)
    const { args } = compiled
    const name = args.map(arg => /^-DKBUILD_MODNAME="?(\w+)"?$/.exec(arg)?.[1]).find(Boolean)
    const flags = ownFlags(compiled, path)
    units.push({ file, module: name ?? moduleName(object), flags })
  }
  const [root, build] = [join(path, 'source'), join(path, 'build')]
  return { kind: 'archive', root, build, release: kernel.release, units }
}

/** Of kbuild, of the kernel's configuration, or asked of the compiler: what is compiled for the new kernel has that kernel's. */
const KERNELS = /^-D(?:__KERNEL__|MODULE|_?_?KBUILD_|CC_|CONFIG_|KASAN_|ARM64_)/

/** What the makefiles of the archived sources add to the command: macros, the level of optimisation, directories of headers. */
function ownFlags(command: CompileCommand, archive: string): string[] {
  const root = sourceRoot(command)
  const directories = command.args.flatMap(arg => {
    const [, path = ''] = /^-I(.+)$/.exec(arg) ?? []
    const isOfSources = root !== undefined && path.startsWith(`${root}/`)
    const inside = isOfSources ? path.slice(root.length + 1) : path.replace(/^\.\//, '')
    if (inside === '' || inside.startsWith('/') || /(?:^|\/)include(?:\/|$)/.test(inside)) return []
    // A build in the tree makes them beside the sources.
    return [`-I${join(archive, isOfSources || root === undefined ? 'source' : 'build', inside)}`]
  })
  const macros = command.args.filter(arg => arg.startsWith('-D') && !KERNELS.test(arg))
  const level = command.args.findLast(arg => /^-O\w$/.test(arg))
  const asGiven = command.args.filter(arg => arg === '-ffreestanding' || arg === COMPILER_HEADERS)
  return [...macros, ...(level === undefined ? [] : [level]), ...asGiven, ...directories]
}

async function ofTree(root: string, context: SelectionContext): Promise<FrozenSources> {
  const units: SourceUnit[] = []
  for (const { sources } of moduleContracts) {
    for (const directory of await sources.directories(root, context.srcArch)) {
      units.push(...(await unitsIn(root, directory, { ...context, ...sources })))
    }
  }
  const version = readKernelVersion(await readFile(join(root, 'Makefile'), 'utf8').catch(() => ''))
  const unique = new Map(units.map(unit => [unit.file, unit]))
  return {
    kind: 'tree',
    root,
    build: undefined,
    release: version?.version ?? null,
    units: [...unique.values()],
  }
}

/** The sources of the objects that a directory's makefile names and the configuration selects. */
async function unitsIn(
  root: string,
  { path, stays }: SourceDirectory,
  context: SelectionContext & Pick<ModuleSources, 'lists' | 'stays'>,
): Promise<SourceUnit[]> {
  const units: SourceUnit[] = []
  const makefile = await readFile(join(root, path, 'Makefile'), 'utf8')
  const flagsOf = objectFlags(makefile, { ...context, root, directory: path })
  const directory = directoryObjects(makefile, context)
  const kept = new Set([...stays, ...directory.stays])
  const selected = directory.objects.filter(({ name, value }) => value !== 'n' && !kept.has(name))
  for (const { name, parts } of selected) {
    for (const object of parts.length > 0 ? parts : [name]) {
      const file = join(path, object.replace(/o$/, 'c'))
      if (!object.endsWith('.o') || !(await isFile(join(root, file)))) continue
      units.push({ file, module: moduleName(name), flags: flagsOf(object) })
    }
  }
  return units
}
