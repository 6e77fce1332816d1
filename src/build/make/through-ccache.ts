// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
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
 * The PATH that makes make compile through ccache; undefined where it does not. Scripts with the compilers' names come first
 * on it. So commands, and what kbuild records of them, are those of a plain make, which compiles nothing again in
 * the same build.
 */
export async function ccachePath(options: Asked): Promise<string | undefined> {
  const ccache = options.cacheDir === undefined ? undefined : await ccacheFor(options)
  if (ccache === undefined || options.cacheDir === undefined) return undefined
  const compiler = compilerOf(options)
  const directory = join(options.cacheDir, 'compilers', compiler.replaceAll('/', '_'))
  await mkdir(directory, { recursive: true })
  for (const name of new Set(['gcc', compiler])) {
    const isFound = !name.includes('/') && (await findProgram(name)) !== undefined
    if (isFound) await writeScript(join(directory, name), compileThrough(ccache, directory, name))
  }
  return [directory, process.env.PATH ?? ''].join(delimiter)
}

const ccacheFor = async ({ ccWrapper }: Pick<Asked, 'ccWrapper'>): Promise<string | undefined> =>
  ccWrapper !== undefined || process.env.CCACHE_DISABLE !== undefined ? undefined : findProgram('ccache')

/**
 * By default ccache preprocesses a file that is new to it before it compiles it, which takes two thirds longer than compiling
 * alone. In its depend mode (ccache(1), "The depend mode") it reads the headers from the dependency file instead. That lists
 * all headers of a kernel object, but not the system headers of a host program.
 */
const compileThrough = (ccache: string, directory: string, compiler: string) => `#!/bin/sh
case " $* " in *" -D__KERNEL__ "*) export CCACHE_DEPEND=1 ;; esac
PATH=\${PATH#${quoted(directory)}:}
exec ${quoted(ccache)} ${quoted(compiler)} "$@"
`

const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`

/** Another run may do the same now. */
async function writeScript(path: string, text: string): Promise<void> {
  if ((await readFile(path, 'utf8').catch(() => undefined)) === text) return
  const made = `${path}.${process.pid}`
  await writeFile(made, text, { mode: 0o755 })
  await rename(made, path)
}
