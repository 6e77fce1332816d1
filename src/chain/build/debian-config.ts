// SPDX-License-Identifier: GPL-2.0-only
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import { isNative } from '../../arch/cross-compile.js'
import { UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'
import { loadFile } from '../../core/load-file.js'
import { writeWhole } from '../../core/write-whole.js'
import {
  type FetchNewestOptions,
  fetchNearest,
  isUpstream,
  type WantedVersion,
} from '../../debian/fetch-newest.js'
import { decompress, detectCompression } from '../../image/index.js'
import type { KernelTree } from '../../kernel/index.js'

export interface DebianConfigOptions extends Omit<FetchNewestOptions, 'architecture' | 'hint'> {
  readonly arch: Architecture
  readonly tree: KernelTree
  /** Debian's version of the package that the sources are from, where it is known. */
  readonly debianVersion?: string | undefined
}

export interface DebianConfig {
  /** The file, in the cache. */
  readonly path: string
  /** For people: package, version and suite, and that it is another version than the tree's if it is. */
  readonly origin: string
}

/** `cloud-amd64` of `debian:cloud-amd64`; undefined for a config of another kind. */
export const debianFlavour = (choice: string): string | undefined => /^debian:(.*)$/.exec(choice)?.[1]

/**
 * Debian's own configuration of a kernel: a flavour that its package linux-config-LINE has, of the tree's version or of the
 * nearest. Throws UsageError for an unknown flavour, naming those there are, and what fetchNearest throws.
 */
export async function debianConfig(flavour: string, options: DebianConfigOptions): Promise<DebianConfig> {
  const { arch, tree } = options
  const line = tree.numbers.slice(0, 2).join('.')
  const wanted: WantedVersion = { version: tree.version, debianVersion: options.debianVersion }
  const { name, version, suite, directory } = await fetchNearest(`linux-config-${line}`, wanted, {
    ...options,
    architecture: isNative(arch) ? undefined : arch.debian,
    hint: 'name a file: --config FILE',
  })
  const files = await flavoursIn(join(directory, 'usr/src', name), arch)
  const packed = files.get(flavour)
  if (packed === undefined) {
    const known = [...files.keys()].sort().map(each => `debian:${each}`)
    throw new UsageError(`Debian's ${name} for ${arch.name} has no flavour ${flavour}`, {
      hint: `it has ${known.join(', ')}`,
    })
  }
  const path = unpackedAt(directory, flavour)
  if (!(await exists(path))) await unpack(packed, path)
  const from = suite === undefined ? '' : ` from ${suite}`
  const other = isUpstream(version, tree.version) ? '' : `; the tree is ${tree.version}`
  return { path, origin: `${name} ${version}${from}${other}` }
}

/** The files that earlier runs have got for a tree: boot looks for builds of them, and fetches nothing. */
export async function knownDebianConfigs(
  flavour: string,
  { tree, cacheDir }: Pick<DebianConfigOptions, 'tree' | 'cacheDir'>,
): Promise<string[]> {
  const home = join(cacheDir, 'debian')
  const start = `linux-config-${tree.numbers.slice(0, 2).join('.')}_`
  const packages = (await readdir(home).catch(() => [])).filter(name => name.startsWith(start))
  return packages.map(name => unpackedAt(join(home, name), flavour))
}

const unpackedAt = (directory: string, flavour: string): string => join(directory, `debian-${flavour}.config`)

/** By flavour: `config.amd64_none_cloud-amd64.xz`, and `config.amd64_rt_amd64.xz`, whose flavour is rt-amd64. */
async function flavoursIn(directory: string, { debian }: Architecture): Promise<ReadonlyMap<string, string>> {
  const named = new RegExp(`^config\\.${debian}_(\\w+)_([\\w-]+)\\.xz$`)
  const files = await readdir(directory)
  return new Map(
    files.flatMap(file => {
      const [, featureset, flavour] = named.exec(file) ?? []
      if (featureset === undefined || flavour === undefined) return []
      return [[featureset === 'none' ? flavour : `${featureset}-${flavour}`, join(directory, file)]]
    }),
  )
}

async function unpack(packed: string, path: string): Promise<void> {
  const bytes = await loadFile(packed)
  const compression = detectCompression(bytes)
  const origin = { offset: 0, field: 'configuration' }
  const text = compression === undefined ? bytes : await decompress(bytes, compression, LARGEST, origin)
  await writeWhole(path, partial => writeFile(partial, text))
}

/** Bytes; they have a few hundred thousand. */
const LARGEST = 2 ** 26
