// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { inScratch } from '../../archive/index.js'
import type { BuildTrees } from '../../build/index.js'
import { UsageError } from '../../core/errors.js'
import { inParallel } from '../../core/in-parallel.js'
import { readDotCmd } from '../../formats/dot-cmd/index.js'
import type { Declaration } from '../source/declarations.js'
import { includeName, listHeaders, searchHeaders } from '../source/kernel-headers.js'
import { type CompileCommand, type CompileJob, compileCommand } from '../witness/compile-command.js'
import { type CompileOptions, compileObjects } from '../witness/compile-objects.js'
import { type KeptSymbol, thinFunction } from './thin-function.js'

/** A symbol that cannot be had again, and why. */
export interface GoneSymbol {
  readonly symbol: string
  readonly reason: string
}

export interface KeptSymbols {
  /** With the C source that exports it, which has been compiled for the kernel. */
  readonly kept: readonly (KeptSymbol & { readonly source: string })[]
  readonly gone: readonly GoneSymbol[]
}

export interface KeptSymbolsOptions extends Pick<CompileOptions, 'wrapper' | 'signal'> {
  /** The headers that the module was built with. */
  readonly headers: string
  readonly kernel: BuildTrees
  /** Such as `x86`. */
  readonly srcArch: string
}

/**
 * How a kernel can export again what modules import and it does not export: what it still defines is exported, and what its headers have as an
 * inline function or a macro becomes a function.
 */
export async function keptSymbols(
  missing: readonly string[],
  { headers, kernel, srcArch, ...options }: KeptSymbolsOptions,
): Promise<KeptSymbols> {
  if (missing.length === 0) return { kept: [], gone: [] }
  const names = new Set(missing)
  const declaredIn = async (root: string) => searchHeaders(root, await listHeaders(root, srcArch), names)
  const [before, now] = [await declaredIn(headers), await declaredIn(kernel.srctree)]
  const defined = await definedIn(kernel.objtree)
  const found = missing.map(symbol => waysTo(symbol, { before, now, defined }))
  const tried = await compileFirst(
    found.map(({ ways }) => ways),
    kernel.objtree,
    options,
  )
  return {
    kept: tried.flatMap(result => ('source' in result ? [result] : [])),
    gone: tried.flatMap((result, index) =>
      'source' in result
        ? []
        : [{ symbol: missing[index] ?? '', reason: found[index]?.reason ?? result.error }],
    ),
  }
}

type Way = KeptSymbol & { readonly source: string }

/** What may give a symbol back, the header that it was in first, or why nothing does. */
function waysTo(
  symbol: string,
  known: {
    readonly before: ReadonlyMap<string, readonly Declaration[]>
    readonly now: ReadonlyMap<string, readonly Declaration[]>
    readonly defined: ReadonlySet<string>
  },
): { readonly ways: readonly Way[]; readonly reason?: string | undefined } {
  const old = known.before.get(symbol)?.find(isOfOneObject)
  if (old === undefined) return { ways: [], reason: 'no header that the module was built with declares it' }
  const declared = known.now.get(symbol) ?? []
  if (declared.length === 0) return { ways: [], reason: 'no header of the kernel declares it' }
  const ways = [...declared]
    .sort((a, b) => Number(b.path === old.path) - Number(a.path === old.path))
    .flatMap((declaration): Way[] => {
      const as = kindOf(declaration)
      if (as === undefined || (as === 'not exported' && !known.defined.has(symbol))) return []
      const way: KeptSymbol = { symbol, header: includeName(declaration.path), as, prototype: old.text }
      const source = thinFunction(way)
      return source === undefined ? [] : [{ ...way, source }]
    })
  if (ways.length > 0) return { ways }
  const { text, path } = declared[0] as Declaration
  const reason = declared.some(isOfOneObject)
    ? `${path} declares it, but no object of the kernel defines it for others`
    : `${path} has “${text}”, which no function can stand for`
  return { ways, reason }
}

/** Whether one object defines it for all others. */
const isOfOneObject = ({ kind, text }: Declaration) =>
  (kind === 'function' || kind === 'variable') && !/\bstatic\b/.test(text)

function kindOf(declaration: Declaration): KeptSymbol['as'] | undefined {
  if (isOfOneObject(declaration)) return 'not exported'
  if (declaration.kind === 'macro') return 'macro'
  return declaration.kind === 'function' ? 'inline function' : undefined
}

/** What any object of the kernel can refer to. */
async function definedIn(objtree: string): Promise<ReadonlySet<string>> {
  const map = await readFile(join(objtree, 'System.map'), 'latin1').catch(() => '')
  return new Set([...map.matchAll(/^[0-9a-f]+ [A-Z] (\S+)$/gm)].map(match => match[1] ?? ''))
}

/** For each symbol the first way that compiles, or the error of the last. */
async function compileFirst(
  symbols: readonly (readonly Way[])[],
  objtree: string,
  options: CompileOptions,
): Promise<readonly (Way | { readonly error: string })[]> {
  if (symbols.every(ways => ways.length === 0)) return symbols.map(() => ({ error: '' }))
  const command = await commandOf(objtree)
  return inScratch(scratch =>
    inParallel(symbols, async (ways, index) => {
      let error = ''
      for (const [number, way] of ways.entries()) {
        const path = join(scratch, `${index}-${number}.c`)
        await writeFile(path, way.source)
        const [compiled] = await compileObjects(objtree, [jobFor(command, path, objtree)], options)
        if (compiled === undefined || !('error' in compiled)) return way
        error = compiled.error
      }
      return { error }
    }),
  )
}

/** Where such sources go, which is where the command for one comes from. */
const DIRECTORY = 'lib'

async function commandOf(objtree: string): Promise<CompileCommand> {
  const names = (await readdir(join(objtree, DIRECTORY)).catch(() => [])).sort()
  for (const name of names.filter(each => each.endsWith('.o.cmd'))) {
    const { command, source } = readDotCmd(await readFile(join(objtree, DIRECTORY, name), 'utf8'))
    if (source?.endsWith('.c') && !/ -DMODULE /.test(command)) return compileCommand(command)
  }
  throw new UsageError(
    `${objtree} has no object of ${DIRECTORY}/, so that it does not tell how to compile one`,
  )
}

/** What says nothing when a header is not as the module knows it. */
const STRICT = [
  'implicit-function-declaration',
  'incompatible-pointer-types',
  'int-conversion',
  'discarded-qualifiers',
]

function jobFor({ compiler, args }: CompileCommand, source: string, objtree: string): CompileJob {
  const object = relative(objtree, source.replace(/\.c$/, '.o'))
  const output = args.indexOf('-o')
  const kept = args.filter(
    (arg, index) =>
      index !== output && index !== output + 1 && index !== args.length - 1 && !/^-Wp,-MM?D,/.test(arg),
  )
  return {
    object,
    command: { compiler, args: [...kept, ...STRICT.map(name => `-Werror=${name}`), '-o', object, source] },
  }
}
