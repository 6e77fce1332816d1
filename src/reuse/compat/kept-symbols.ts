// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BuildTrees } from '../../build/index.js'
import { cFunction, type Edit, lines, partsOf, replace } from '../../edit/index.js'
import type { Declaration } from '../source/declarations.js'
import { includeName, listHeaders, searchHeaders } from '../source/kernel-headers.js'
import { exportSource, functionOfInline, functionOfMacro, type KeptAs } from './thin-function.js'

/** A symbol that modules import and a kernel does not export, and what exports it. */
export interface KeptSymbol {
  readonly symbol: string
  readonly as: KeptAs
  /** The header that has it, relative to the tree. */
  readonly path: string
  /** By which the header declares a function; nothing where it does already. */
  readonly edit?: Edit | undefined
  /** C source of a file that exports it. */
  readonly source: string
}

/** A symbol that cannot be had again, and why. */
export interface GoneSymbol {
  readonly symbol: string
  readonly reason: string
}

export interface KeptSymbols {
  readonly kept: readonly KeptSymbol[]
  readonly gone: readonly GoneSymbol[]
}

export interface KeptSymbolsOptions {
  /** Sources with the headers that the module was built with. */
  readonly frozen: string
  readonly kernel: BuildTrees
  /** Such as `x86`. */
  readonly srcArch: string
}

/**
 * How a kernel can export again what modules import: what it still defines is exported, and what its headers have as an inline function or a
 * macro becomes a function. Whether that compiles is not known yet.
 */
export async function keptSymbols(
  missing: readonly string[],
  { frozen, kernel, srcArch }: KeptSymbolsOptions,
): Promise<KeptSymbols> {
  if (missing.length === 0) return { kept: [], gone: [] }
  const names = new Set(missing.filter(name => C_NAME.test(name)))
  const declaredIn = async (root: string) => searchHeaders(root, await listHeaders(root, srcArch), names)
  const [before, now] = [await declaredIn(frozen), await declaredIn(kernel.srctree)]
  const known = { before, now, defined: await definedIn(kernel.objtree), srctree: kernel.srctree }
  const found = await Promise.all(missing.map(symbol => keptSymbol(symbol, known)))
  return {
    kept: found.flatMap(each => ('source' in each ? each : [])),
    gone: found.flatMap(each => ('reason' in each ? each : [])),
  }
}

interface Known {
  readonly before: ReadonlyMap<string, readonly Declaration[]>
  readonly now: ReadonlyMap<string, readonly Declaration[]>
  readonly defined: ReadonlySet<string>
  readonly srctree: string
}

async function keptSymbol(symbol: string, known: Known): Promise<KeptSymbol | GoneSymbol> {
  if (!C_NAME.test(symbol)) return { symbol, reason: 'it is no name of C' }
  const old = known.before.get(symbol)?.find(isOfOneObject)
  if (old === undefined) return { symbol, reason: 'no header that the module was built with declares it' }
  // In the header that it was in, if that has it.
  const declared = (known.now.get(symbol) ?? []).toSorted(
    (a, b) => Number(b.path === old.path) - Number(a.path === old.path),
  )
  const [now] = declared
  if (now === undefined) return { symbol, reason: 'no header of the kernel declares it' }
  const { path } = now
  const header = includeName(path)
  if (declared.some(isOfOneObject)) {
    return known.defined.has(symbol)
      ? { symbol, as: 'not exported', path, source: exportSource(symbol, header) }
      : { symbol, reason: `${path} declares it, but no object of the kernel defines it for others` }
  }
  const text = await readFile(join(known.srctree, path), 'latin1')
  const about = { symbol, header }
  if (now.kind === 'macro') {
    const macro = macroText(text, symbol)
    const thin = macro && functionOfMacro(macro, old.text, about)
    if (macro && thin) {
      const edit = replace(lines(...macro.trimEnd().split('\n')), thin.declaration)
      return { symbol, as: 'macro', path, edit, source: thin.source }
    }
  }
  const parts = partsOf(text, cFunction(symbol))
  if (now.kind === 'function' && parts !== undefined) {
    const thin = functionOfInline(parts, about)
    const edit = replace(cFunction(symbol), thin.declaration)
    return { symbol, as: 'inline function', path, edit, source: thin.source }
  }
  return { symbol, reason: `${path} has “${now.text}”, which no function can stand for` }
}

/** A module may come from anywhere, and import anything. */
const C_NAME = /^[A-Za-z_]\w{0,200}$/

/** Whether one object defines it for all others. */
const isOfOneObject = ({ kind, text }: Declaration) =>
  (kind === 'function' || kind === 'variable') && !/\bstatic\b/.test(text)

const macroText = (text: string, symbol: string) =>
  new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${symbol}\\b(?:[^\\n]*\\\\\\n)*[^\\n]*\\n`, 'm').exec(text)?.[0]

/** What any object of the kernel can refer to. */
async function definedIn(objtree: string): Promise<ReadonlySet<string>> {
  const map = await readFile(join(objtree, 'System.map'), 'latin1').catch(() => '')
  return new Set([...map.matchAll(/^[0-9a-f]+ [A-Z] (\S+)$/gm)].map(match => match[1] ?? ''))
}
