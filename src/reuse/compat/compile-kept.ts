// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { inScratch } from '../../archive/index.js'
import { UsageError } from '../../core/errors.js'
import { inParallel } from '../../core/in-parallel.js'
import { readDotCmd } from '../../formats/dot-cmd/index.js'
import { includeName } from '../source/kernel-headers.js'
import { type CompileCommand, type CompileJob, compileCommand } from '../witness/compile-command.js'
import { type CompileOptions, compileObjects } from '../witness/compile-objects.js'
import type { KeptSymbol, KeptSymbols } from './kept-symbols.js'

/**
 * Compiles what is to export symbols as the build at `objtree` compiles objects of lib/, with files edited; what does not
 * compile is gone. Throws UsageError when the build does not tell how.
 */
export async function compileKept(
  symbols: readonly KeptSymbol[],
  headers: ReadonlyMap<string, string>,
  { objtree, ...options }: CompileOptions & { readonly objtree: string },
): Promise<KeptSymbols> {
  if (symbols.length === 0) return { kept: [], gone: [] }
  const command = await commandOf(objtree)
  return inScratch(async scratch => {
    const include = join(scratch, 'include')
    for (const [path, text] of headers) {
      if (!path.endsWith('.h')) continue
      const target = join(include, includeName(path))
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, text)
    }
    const jobs = await inParallel(symbols, async ({ symbol, source }) => {
      const path = join(scratch, `${symbol}.c`)
      await writeFile(path, source)
      return jobFor(command, { path, include, objtree })
    })
    const compiled = await compileObjects(objtree, jobs, options)
    const errorOf = (index: number) => {
      const result = compiled[index]
      return result !== undefined && 'error' in result ? result.error : undefined
    }
    return {
      kept: symbols.filter((_, index) => errorOf(index) === undefined),
      gone: symbols.flatMap(({ symbol }, index) => {
        const reason = errorOf(index)
        return reason === undefined ? [] : { symbol, reason }
      }),
    }
  })
}

/** Where such sources go, which is where the command for one comes from. */
const DIRECTORY = 'lib'

async function commandOf(objtree: string): Promise<CompileCommand> {
  const names = (await readdir(join(objtree, DIRECTORY)).catch(() => [])).sort()
  for (const name of names.filter(each => each.endsWith('.o.cmd'))) {
    const { command, source } = readDotCmd(await readFile(join(objtree, DIRECTORY, name), 'utf8'))
    if (source?.endsWith('.c') && !/ -DMODULE /.test(command)) return compileCommand(command)
  }
  throw new UsageError(`${objtree} has no object of ${DIRECTORY}/, so it does not tell how to compile one`)
}

/** What says nothing when a header is not as the module knows it. */
const STRICT = [
  'implicit-function-declaration',
  'incompatible-pointer-types',
  'int-conversion',
  'discarded-qualifiers',
].map(name => `-Werror=${name}`)

function jobFor(
  { compiler, args }: CompileCommand,
  { path, include, objtree }: { readonly path: string; readonly include: string; readonly objtree: string },
): CompileJob {
  const object = relative(objtree, path.replace(/\.c$/, '.o'))
  const output = args.indexOf('-o')
  const leftOut = [output, output + 1, args.length - 1]
  const kept = args.filter((arg, index) => !leftOut.includes(index) && !/^-Wp,-MM?D,/.test(arg))
  return {
    object,
    command: { compiler, args: [`-I${include}`, ...kept, ...STRICT, '-o', object, path] },
  }
}
