// SPDX-License-Identifier: GPL-2.0-only
import { constants } from 'node:fs'
import {
  copyFile,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join, relative } from 'node:path'
import { ToolError } from '../core/errors.js'
import { escapePattern } from '../core/escape-pattern.js'
import { exists } from '../core/exists.js'
import { inParallel } from '../core/in-parallel.js'
import { sameWithout } from '../formats/c-source/index.js'
import type { BuildTrees } from './build-trees.js'
import { holdDirectory } from './hold-directory.js'

export interface TakeOverOptions {
  /** What tells that a build is finished, relative to its directory: left out, so that the copy is not taken for finished. */
  readonly finished: readonly string[]
  /** Macros that sources may make a difference by, for what is compiled without them. */
  readonly guards?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Begins a build as a copy of another, of the same tree or of one that differs in some files. A file that was made is believed,
 * which is to have its `.cmd`, only when every source that this names gives the compiler the same in both trees (so the line
 * numbers of debug information may be those of the other tree); what then has another command or other options kbuild makes
 * again, as it always does. Does nothing, and returns false, when `to` has been built in, and when `from` has not, is in its
 * tree or in use.
 */
export async function takeOver(from: BuildTrees, to: BuildTrees, options: TakeOverOptions): Promise<boolean> {
  const { finished, guards = [], signal } = options
  if ([from, to].some(({ objtree, srctree }) => objtree === srctree)) return false
  const old = await entriesOf(to.objtree)
  if (old.files.includes(BUILT_WITH) && old.files.some(isOfObject)) return false
  if (!(await exists(join(from.objtree, BUILT_WITH))) || !(await isFree(from.objtree))) return false
  const moved = mover(from, to)

  // An object without its .cmd is made again, and so are all without the record of their options, which configuring may have left:
  // whatever interrupts us, nothing half copied is believed.
  await rm(join(to.objtree, BUILT_WITH), { force: true })
  for (const path of old.files.filter(isDotCmd)) await rm(join(to.objtree, path))
  const copy = async (path: string) => {
    signal?.throwIfAborted()
    const [source, target] = [join(from.objtree, path), join(to.objtree, path)]
    await rm(target, { force: true })
    const link = await readlink(source).catch(() => undefined)
    if (link !== undefined) return symlink(moved(link), target)
    await copyFile(source, target, constants.COPYFILE_FICLONE)
    const { atime, mtime } = await stat(source)
    await utimes(target, atime, mtime)
  }
  const left = new Set([...finished, BUILT_WITH])
  const { files, directories } = await entriesOf(from.objtree)
  const made = files.filter(path => !left.has(path) && !OWN.test(path))
  // Empty ones too: kbuild names files by way of them (arch/x86/entry/syscalls/../../../include/…).
  for (const directory of directories) await mkdir(join(to.objtree, directory), { recursive: true })
  await inParallel(made, copy)

  const isSame = sameSources(from.srctree, to.srctree, guards)
  await inParallel(files.filter(isDotCmd), async path => {
    signal?.throwIfAborted()
    const text = await readFile(join(from.objtree, path), 'utf8')
    if (!(await isSame(text))) return
    const partial = join(to.objtree, `${path}.partial`)
    await writeFile(partial, moved(text))
    await rename(partial, join(to.objtree, path))
  })
  await copy(BUILT_WITH)
  // kbuild compares the options of this build with those only if their record is older than .config, which may have been made before.
  await utimes(join(to.objtree, BUILT_WITH), 0, 0)
  return true
}

/** Kconfig's record of the options that objects were made with; without it kbuild makes all of them again. */
const BUILT_WITH = 'include/config/auto.conf'
/** What each build directory has of its own, what we treat apart, and what an interrupted compiler has left. */
const OWN = /^(?:\.config(?:\..*)?|\.kcarve.*|\.version|Makefile|source)$|\.(?:cmd|o\.d)$/
const isDotCmd = (path: string) => path.endsWith('.cmd')
/** Not of what Kconfig and kbuild themselves are made of. */
const isOfObject = (path: string) => path.endsWith('.o.cmd') && !/^(?:scripts|tools)\//.test(path)

/** What lies in a directory at any depth, relative to it. */
async function entriesOf(directory: string): Promise<{ files: string[]; directories: string[] }> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const paths = (areDirectories: boolean) =>
    entries
      .filter(entry => entry.isDirectory() === areDirectories)
      .map(({ parentPath, name }) => relative(directory, join(parentPath, name)))
  return { files: paths(false), directories: paths(true) }
}

async function isFree(objtree: string): Promise<boolean> {
  try {
    await holdDirectory(objtree)
    return true
  } catch (error) {
    if (error instanceof ToolError) return false
    throw error
  }
}

/** Puts the paths of one build in the place of the other's. */
function mover(from: BuildTrees, to: BuildTrees): (text: string) => string {
  const places = new Map([
    [from.objtree, to.objtree],
    [from.srctree, to.srctree],
  ])
  const longestFirst = [...places.keys()].sort((a, b) => b.length - a.length).map(escapePattern)
  const pattern = new RegExp(`(?:${longestFirst.join('|')})(?![\\w.-])`, 'g')
  return text => text.replace(pattern, path => places.get(path) ?? path)
}

type Sameness = 'same' | 'same without the guards' | 'other'

/** Tells of the text of a .cmd whether each file of the one tree that it names comes to the same in the other. */
function sameSources(
  from: string,
  to: string,
  guards: readonly string[],
): (text: string) => Promise<boolean> {
  if (from === to) return async () => true
  const named = new RegExp(`${escapePattern(from)}/([^\\s'"\\\\:;,()]+)`, 'g')
  const guarded = new RegExp(`-D ?(?:${guards.map(escapePattern).join('|')})\\b`)
  const known = new Map<string, Promise<Sameness>>()
  const compare = async (path: string): Promise<Sameness> => {
    const [one, other] = await Promise.all([from, to].map(tree => readFile(join(tree, path)).catch(codeOf)))
    // A directory (-I), or no file at all (-fmacro-prefix-map=TREE/=), in both.
    if (!Buffer.isBuffer(one) || !Buffer.isBuffer(other)) return one === other ? 'same' : 'other'
    if (one.equals(other)) return 'same'
    const isC = /\.[chS]$/.test(path)
    return isC && sameWithout(`${one}`, `${other}`, guards) ? 'same without the guards' : 'other'
  }
  return async text => {
    const isGuarded = guards.length > 0 && guarded.test(text)
    for (const [, path = ''] of text.matchAll(named)) {
      const answer = known.get(path) ?? compare(path)
      known.set(path, answer)
      const sameness = await answer
      if (sameness === 'other' || (isGuarded && sameness !== 'same')) return false
    }
    return true
  }
}

const codeOf = (error: NodeJS.ErrnoException) => error.code
