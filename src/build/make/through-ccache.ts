// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { findProgram } from '../../core/find-program.js'
import { compilerOf, type MakeOptions } from './make-options.js'

type Asked = Pick<MakeOptions, 'arch' | 'cc' | 'llvm' | 'ccWrapper' | 'cacheDir'>

/**
 * Whether builds go through ccache without being asked to: it is on the PATH, no other wrapper is named, and
 * CCACHE_DISABLE, its own variable, is not set.
 */
export const usesCcache = async (options: Pick<Asked, 'ccWrapper'>): Promise<boolean> =>
  (await ccacheFor(options)) !== undefined

/**
 * The PATH that makes make compile through ccache; undefined where it does not. Links to ccache with the compilers' names come
 * first on it, and ccache finds the compilers behind them (ccache(1), "Run modes"). So commands, and what kbuild
 * records of them, are those of a plain make, which compiles nothing again in the same build.
 */
export async function ccachePath(options: Asked): Promise<string | undefined> {
  const ccache = options.cacheDir === undefined ? undefined : await ccacheFor(options)
  if (ccache === undefined || options.cacheDir === undefined) return undefined
  const compiler = compilerOf(options)
  const directory = join(options.cacheDir, 'compilers', compiler.replaceAll('/', '_'))
  await mkdir(directory, { recursive: true })
  for (const name of new Set(['gcc', compiler])) {
    const isFound = !name.includes('/') && (await findProgram(name)) !== undefined
    if (isFound) await link(ccache, join(directory, name))
  }
  return [directory, process.env.PATH ?? ''].join(delimiter)
}

const ccacheFor = async ({ ccWrapper }: Pick<Asked, 'ccWrapper'>): Promise<string | undefined> =>
  ccWrapper !== undefined || process.env.CCACHE_DISABLE !== undefined ? undefined : findProgram('ccache')

/** Another run may do the same now. */
async function link(target: string, path: string): Promise<void> {
  if ((await readlink(path).catch(() => undefined)) === target) return
  const made = `${path}.${process.pid}`
  await rm(made, { force: true })
  await symlink(target, made)
  await rename(made, path)
}
