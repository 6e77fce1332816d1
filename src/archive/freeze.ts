// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { BuildTrees } from '../build/index.js'
import { UsageError } from '../core/errors.js'
import { type DotConfig, readDotConfig } from '../formats/dot-config/index.js'
import type { CompilerInputs } from './compiler-inputs.js'
import {
  type ArchivedFile,
  type ArchivedModule,
  type ArchiveManifest,
  MANIFEST,
  MANIFEST_DIGEST,
  writeManifest,
} from './manifest.js'

/** A file that goes into an archive. */
export interface Entry {
  readonly role: ArchivedFile['role']
  /** Below the archive. */
  readonly to: string
  readonly from: string
  /** A text in the file to replace. */
  readonly replaced?: { readonly text: string; readonly by: string } | undefined
}

export interface Frozen {
  /** Of kcarve. */
  readonly version: string
  readonly trees: BuildTrees
  readonly entries: readonly Entry[]
  /** Absolute paths of what the compiler read of its own. */
  readonly outside: readonly string[]
  readonly modules: readonly ArchivedModule[]
  /** What was applied to the source tree. */
  readonly recipes?: NonNullable<ArchiveManifest['recipes']> | undefined
}

/** Objects, commands, and what the compiler read. `elsewhere` are headers that not only these objects read, when that is known. */
export function inputEntries(
  { objtree, srctree }: BuildTrees,
  objects: readonly string[],
  inputs: CompilerInputs,
  elsewhere?: ReadonlySet<string>,
): Entry[] {
  const isOwn = (path: string) => /\.h$/.test(path) && elsewhere?.has(path) === false
  const entry = (role: Entry['role'], root: string, to: string) => (path: string) => ({
    role,
    to: `${to}/${path}`,
    from: join(root, path),
  })
  return [
    ...objects.map(entry('object', objtree, 'objects')),
    ...inputs.commands.map(entry('command', objtree, 'commands')),
    ...inputs.generated.map(entry('generated', objtree, 'build')),
    ...inputs.sources.filter(path => !isOwn(path)).map(entry('source', srctree, 'source')),
    ...inputs.sources.filter(isOwn).map(entry('own', srctree, 'source')),
  ]
}

/** Copies all entries into a directory, and writes the manifest. Throws UsageError for what has gone. */
export async function freeze(
  directory: string,
  { version, trees, entries, outside, modules, recipes = [] }: Frozen,
  signal?: AbortSignal,
): Promise<ArchiveManifest> {
  const config = readDotConfig((await readBuilt(trees, '.config')).toString('utf8'))
  const files: ArchivedFile[] = []
  for (const entry of entries) {
    signal?.throwIfAborted()
    files.push(await copy(entry, directory))
  }
  const foreign = []
  for (const path of outside) foreign.push({ path, sha256: sha256(await readFile(path)) })
  const manifest: ArchiveManifest = {
    schema: 'kcarve/archive/1',
    kcarve: version,
    kernel: { release: await releaseOf(trees), config: fileOf(files, 'config').sha256 },
    modules: [...modules],
    ...(recipes.length === 0 ? {} : { recipes }),
    tools: {
      compiler: stringOf(config, 'CC_VERSION_TEXT'),
      assembler: stringOf(config, 'AS_VERSION'),
      linker: stringOf(config, 'LD_VERSION'),
    },
    files,
    outside: foreign,
  }
  const text = writeManifest(manifest)
  await writeFile(join(directory, MANIFEST), text)
  await writeFile(join(directory, MANIFEST_DIGEST), `${sha256(Buffer.from(text))}  ${MANIFEST}\n`)
  return manifest
}

export async function emptyDirectory(directory: string): Promise<void> {
  await refuseFilled(directory)
  await mkdir(directory, { recursive: true }).catch(cause => {
    throw NOT_MADE.includes(cause.code)
      ? new UsageError(`${directory} cannot be made a directory`, { cause })
      : cause
  })
}

/** A file, or a symlink to nowhere, is there or on the way. */
const NOT_MADE = ['EEXIST', 'ENOTDIR', 'ENOENT']

/** Throws UsageError for a directory in which there is something; makes none. */
export async function refuseFilled(directory: string): Promise<void> {
  const entries = await readdir(directory).catch(() => [])
  if (entries.length > 0) throw new UsageError(`${directory} is not empty`)
}

export async function readBuilt({ objtree }: BuildTrees, path: string): Promise<Buffer> {
  return readFile(join(objtree, path)).catch(cause => {
    throw new UsageError(`${join(objtree, path)} cannot be read: not a complete build of a carved kernel`, {
      cause,
    })
  })
}

export async function firstThatIs({ objtree }: BuildTrees, paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const found = await stat(join(objtree, path)).catch(() => undefined)
    if (found?.isFile()) return path
  }
  throw new UsageError(`${objtree} has no ${paths.join(' and no ')}: not a complete build of a carved kernel`)
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

async function copy({ role, from, to, replaced }: Entry, directory: string): Promise<ArchivedFile> {
  const target = join(directory, to)
  await mkdir(dirname(target), { recursive: true })
  await copyFile(from, target).catch(cause => {
    if (cause.code !== 'ENOENT') throw cause
    throw new UsageError(`${from} cannot be read: it has gone since the module was built`, { cause })
  })
  if (replaced !== undefined) {
    const text = await readFile(target, 'utf8')
    await writeFile(target, text.replaceAll(replaced.text, replaced.by))
  }
  const bytes = await readFile(target)
  return { path: to, role, size: bytes.length, sha256: sha256(bytes) }
}

/** Distributions give kernels a name of their own when they build them, which the header has. */
async function releaseOf(trees: BuildTrees): Promise<string> {
  const header = await readBuilt(trees, 'include/generated/utsrelease.h').catch(() => Buffer.of())
  const release = /UTS_RELEASE "([^"]*)"/.exec(header.toString('utf8'))?.[1]
  return release ?? (await readBuilt(trees, 'include/config/kernel.release')).toString('utf8').trim()
}

function fileOf(files: readonly ArchivedFile[], role: ArchivedFile['role']): ArchivedFile {
  const found = files.find(file => file.role === role)
  if (found === undefined) throw new UsageError(`there is no ${role}`)
  return found
}

const stringOf = (config: DotConfig, name: string): string => config.get(name)?.value ?? 'unknown'
