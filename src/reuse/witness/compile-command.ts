// SPDX-License-Identifier: GPL-2.0-only
import { basename } from 'node:path'
import { UsageError } from '../../core/errors.js'

/** How kbuild compiled one object. */
export interface CompileCommand {
  /** Name of the compiler, to be found on the path. */
  readonly compiler: string
  readonly args: readonly string[]
}

/** One object to be compiled: its path below the directory that the compiler runs in. */
export interface CompileJob {
  readonly object: string
  readonly command: CompileCommand
}

const COMPILER = /^(?:[\w.-]+-)?(?:gcc|clang)(?:-[\d.]+)?$/
/** Options by which a command line could run something else, as an archive may come from anywhere. */
const FOREIGN = /^(?:@|-fplugin|-specs|--specs|-wrapper|-B|-Xclang$|-load$)/

/**
 * The compiler's part of a command that kbuild kept; what follows it (objtool) and wrappers such as ccache are left out. It
 * is not run by a shell. Throws UsageError for what is no plain call of a compiler.
 */
export function compileCommand(command: string): CompileCommand {
  const words = shellWords(command)
  const at = words.findIndex(word => !/^(?:.*\/)?(?:ccache|sccache|distcc)$/.test(word))
  const compiler = basename(words[at] ?? '')
  const args = words.slice(at + 1)
  if (!COMPILER.test(compiler))
    throw new UsageError(`${compiler.slice(0, 80) || 'an empty command'} is not a compiler`)
  const foreign = args.find(arg => FOREIGN.test(arg))
  if (foreign !== undefined)
    throw new UsageError(`a compiler is not called with ${foreign.slice(0, 80)} here`)
  return { compiler, args }
}

/** The root of the sources, as the command names it, `..` for a directory in them; undefined for a build in the tree. */
export function sourceRoot({ args }: CompileCommand): string | undefined {
  const named = args.find(arg => arg.endsWith('/include/linux/kconfig.h'))
  const root = named?.slice(0, -'/include/linux/kconfig.h'.length)
  return root?.startsWith('/') || root === '..' ? root : undefined
}

/** The same command for sources at another place. */
export function relocated({ compiler, args }: CompileCommand, from: string, to: string): CompileCommand {
  return {
    compiler,
    args: args.map(arg => arg.replaceAll(`${from}/`, `${to}/`).replace(`=${from}=`, `=${to}=`)),
  }
}

/** Splits as a shell does, up to the first semicolon; throws UsageError for anything that a shell would expand or redirect. */
function shellWords(command: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let quote = ''
  for (let at = 0; at < command.length; at++) {
    const c = command[at] ?? ''
    if (quote === "'") {
      if (c === quote) quote = ''
      else word += c
    } else if (c === '\\') {
      word = (word ?? '') + (command[++at] ?? '')
    } else if (/[$`]/.test(c) || (quote === '' && /[|&<>()]/.test(c))) {
      throw new UsageError(`a compiler is not called with ${c} here`)
    } else if (c === '"' || c === "'") {
      quote = quote === c ? '' : c
      word ??= ''
    } else if (quote === '' && c === ';') {
      break
    } else if (quote === '' && /\s/.test(c)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + c
  }
  return word === undefined ? words : [...words, word]
}
