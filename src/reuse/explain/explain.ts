// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError, FormatError, MissingError } from '../../core/errors.js'
import { inParallel } from '../../core/in-parallel.js'
import { runCommand } from '../../core/run-command.js'
import { changedVariables } from '../../elf-diff/index.js'
import { type Btf, readBtf } from '../../formats/btf/index.js'
import { type Elf, readElf } from '../../formats/elf/index.js'
import type { CompileJob } from '../witness/compile-command.js'
import { causesOf, differingOptions } from './causes.js'
import { type Definition, readSourceText } from './definitions.js'
import { type ChangedInstructions, changedInstructions } from './instructions.js'
import { type ChangedLayouts, changedLayouts, type Layout } from './moved-members.js'
import { placeNames } from './place-names.js'
import { type Headers, whatMatters } from './what-matters.js'

/** Why an object is another. */
export interface Explanation {
  /** Functions, and how many of their instructions changed. */
  readonly functions: readonly Pick<ChangedInstructions, 'function' | 'changed'>[]
  /** A line each; empty when none was found. */
  readonly causes: readonly string[]
  readonly structs: readonly ChangedStruct[]
  /** A tool that would tell more is not there. */
  readonly partial: boolean
}

/** A struct with members that are elsewhere, so that functions of an object are others. */
export interface ChangedStruct {
  readonly name: string
  /** The header that defines it, as the compiler names it. */
  readonly file: string
  readonly before: Layout
  readonly after: Layout
}

/**
 * Explains how an object that was compiled in two places differs, by its instructions, its types (compiled once more with debug
 * information, which pahole reads) and the text of its headers. What a missing tool would tell is left out.
 */
export async function explain(
  job: CompileJob,
  before: string,
  after: string,
  signal?: AbortSignal,
): Promise<Explanation> {
  const options = { signal }
  const both = await inParallel([before, after], cwd => looked(job, cwd, options))
  const [mine, other] = both as [Looked, Looked]
  const instructions = changedInstructions(listingOf(mine), listingOf(other))
  const functions = instructions.map(({ function: name, changed }) => ({ function: name, changed }))
  const layouts = layoutsOf(mine.types, other.types)
  const { lines, structs } = await causesOf({
    instructions,
    variables: changedVariables(mine.elf, other.elf),
    layouts,
    before: mine.text,
    after: other.text,
    optionsOf: file => {
      const [ours, theirs] = [before, after].map(cwd => contentsOf(join(cwd, file)))
      return ours === undefined || ours !== theirs ? [] : differingOptions(ours, mine.text, other.text)
    },
    matters: whatMatters(job, mine, { ...other, cwd: after }, options),
  })
  return {
    functions,
    causes: lines,
    structs: structs.flatMap(name => {
      const [pair, definition] = [layouts?.pairOf(name), other.text.structs.get(name)]
      return pair && definition ? [{ name, file: definition.file, ...pair }] : []
    }),
    partial: layouts === undefined,
  }
}

const listingOf = ({ elf, disassembly: text }: Looked) => ({ text, nameAt: placeNames(elf) })

interface Looked extends Headers {
  readonly elf: Elf
  readonly disassembly: string
  readonly types: Uint8Array | undefined
}

async function looked(
  { object, command: { compiler, args } }: CompileJob,
  cwd: string,
  options: { readonly signal: AbortSignal | undefined },
): Promise<Looked> {
  const [debug, text, types] = [`${object}.debug`, `${object}.i`, `${object}.btf`]
  const to = (path: string) => args.map((arg, index) => (args[index - 1] === '-o' ? path : arg))
  const run = (program: string, words: readonly string[]) => runCommand(program, words, { cwd, ...options })
  await run(compiler, [...to(debug), '-g'])
  const unexpanded = ['-E', '-fdirectives-only', '-dD']
  await run(
    compiler,
    to(text).flatMap(arg => (arg === '-c' ? unexpanded : [arg])),
  )
  const objdump = compiler.replace(/(?:gcc|clang)(?:-[\d.]+)?$/, 'objdump')
  const listing = await printed(objdump, ['-dr', '--no-show-raw-insn', debug], cwd)
  const hasTypes = await run('pahole', [`--btf_encode_detached=${types}`, debug]).then(
    () => true,
    error => {
      if (error instanceof MissingError || error instanceof CommandError) return false
      throw error
    },
  )
  const preprocessed = await readFile(join(cwd, text), 'latin1')
  return {
    elf: readElf(await readFile(join(cwd, debug))),
    disassembly: listing,
    text: readSourceText(preprocessed, assemblerOf(args, cwd)),
    preprocessed,
    types: hasTypes ? await readFile(join(cwd, types)).catch(() => undefined) : undefined,
  }
}

/** The source, if it is in assembler; kbuild names it last. */
function assemblerOf(args: readonly string[], cwd: string): Definition | undefined {
  const file = args.at(-1)
  const text = file?.endsWith('.S') ? contentsOf(join(cwd, file)) : undefined
  return file !== undefined && text !== undefined ? { file, text } : undefined
}

function contentsOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** All that a program prints: a listing may be longer than what runCommand() keeps. */
async function printed(program: string, args: readonly string[], cwd: string): Promise<string> {
  const lines: string[] = []
  await runCommand(program, args, {
    cwd,
    onLine: line => lines.push(line),
    installHint: 'apt-get install binutils',
  })
  return lines.join('\n')
}

function layoutsOf(
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
): ChangedLayouts | undefined {
  if (before === undefined || after === undefined) return undefined
  try {
    const [mine, other]: [Btf, Btf] = [readBtf(before), readBtf(after)]
    return changedLayouts(mine, other)
  } catch (error) {
    if (error instanceof FormatError) return undefined
    throw error
  }
}
