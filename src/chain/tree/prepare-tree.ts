// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cachedDirectory } from '../../core/cached-directory.js'
import { runCommand } from '../../core/run-command.js'
import { type KernelTree, probeTree } from '../../kernel/index.js'
import { bytesText } from '../../text/quantities.js'
import type { Source } from './source.js'

export interface PrepareOptions {
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Where the output of a command goes, by its name. */
  readonly logPath: (name: string) => string
  /** Called with what is being done. */
  readonly onDetail?: ((text: string) => void) | undefined
  /** Another suffix gives another tree of the same source. */
  readonly suffix?: string | undefined
}

/**
 * The tree to work on: the user's own only when they said so, otherwise one in the cache, which is made when it is not
 * there yet, or not whole, or when the source has changed since.
 */
export async function prepareTree(source: Source, options: PrepareOptions): Promise<KernelTree> {
  const { suffix = '', signal } = options
  const trees = join(options.cacheDir, 'trees')
  if (source.kind === 'tarball') {
    const { size, mtimeMs } = await stat(source.path)
    const name = basename(source.path).replace(/\.tar(\.\w+)?$/, '')
    const directory = join(trees, `${name}-${keyOf([source.path, size, mtimeMs])}${suffix}`)
    return probeTree(
      await topOf(await cachedDirectory(directory, partial => unpack(source.path, partial, options))),
    )
  }
  const tree = await probeTree(source.path)
  if (source.inPlace) return tree
  options.onDetail?.('looking for changes')
  const entries = (await readdir(tree.root)).filter(name => name !== '.git')
  const key = keyOf([tree.root, ...(await listing(tree.root, entries, signal))])
  const directory = join(trees, `${basename(tree.root)}-${key}${suffix}`)
  return probeTree(
    await topOf(await cachedDirectory(directory, partial => copy(tree.root, entries, partial, options))),
  )
}

const keyOf = (words: readonly (string | number)[]) =>
  createHash('sha256').update(words.join('\0')).digest('hex').slice(0, 8)

// One record of tar is 10 KiB.
const RECORDS = 512

async function unpack(
  tarball: string,
  partial: string,
  { signal, logPath, onDetail }: PrepareOptions,
): Promise<void> {
  const progress = [`--checkpoint=${RECORDS}`, '--checkpoint-action=echo=%u']
  await runCommand('tar', ['-C', partial, '--no-same-owner', ...progress, '-xf', tarball], {
    signal,
    logPath: logPath('unpack'),
    installHint: 'apt-get install tar xz-utils',
    onLine: line => {
      const records = Number(/(\d+)$/.exec(line)?.[1])
      if (records > 0) onDetail?.(`${bytesText(records * 10_240)} unpacked`)
    },
  })
}

/** Copies what `entries` names in a directory. */
async function copy(
  root: string,
  entries: readonly string[],
  partial: string,
  { signal, logPath, onDetail }: PrepareOptions,
): Promise<void> {
  onDetail?.(`copying ${root}`)
  const paths = entries.map(name => join(root, name))
  await runCommand('cp', ['-a', '--reflink=auto', '-t', partial, '--', ...paths], {
    signal,
    logPath: logPath('copy'),
  })
}

/** A line for each file, which another one of the same path differs from when it was changed. */
async function listing(root: string, entries: readonly string[], signal: AbortSignal): Promise<string[]> {
  signal.throwIfAborted()
  const lines: string[] = []
  for (const name of entries) {
    const path = join(root, name)
    const { size, mtimeMs, mode } = await lstat(path)
    const isDirectory = (mode & 0o170000) === 0o040000
    if (isDirectory) lines.push(...(await listing(path, (await readdir(path)).sort(), signal)))
    else lines.push(`${path} ${size} ${mtimeMs} ${mode}`)
  }
  return lines
}

/** The only directory in it, as tarballs have one, or else itself. */
async function topOf(directory: string): Promise<string> {
  const entries = await readdir(directory, { withFileTypes: true })
  const [only] = entries
  return entries.length === 1 && only?.isDirectory() ? join(directory, only.name) : directory
}
