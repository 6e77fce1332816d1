// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from '../../core/errors.js'
import { runCommand } from '../../core/run-command.js'
import { compareCompiled } from '../../elf-diff/index.js'
import { type Elf, readElf } from '../../formats/elf/index.js'
import type { CompileJob } from '../witness/compile-command.js'
import type { SourceText } from './definitions.js'
import { putBack } from './put-back.js'

/** What the compiler was told of a kernel. */
export interface Headers {
  readonly text: SourceText
  /** What `text` was read from. */
  readonly preprocessed: string
}

/** Compilations for one object: some functions reach dozens of changes. */
const MOST_TRIES = 8

/**
 * Returns a function that compiles for the second kernel with what one name stands for put back, and looks whether that makes another object
 * than the second kernel's; its answer is undefined where that cannot be told. It writes beside the object in `cwd`.
 */
export function whatMatters(
  { object, command: { compiler, args } }: CompileJob,
  before: Headers,
  after: Headers & { readonly elf: Elf; readonly cwd: string },
  options: { readonly signal: AbortSignal | undefined },
): (name: string) => Promise<boolean | undefined> {
  const { cwd } = after
  const [input, output] = [`${object}.put-back.i`, `${object}.put-back`]
  const words = compilesPreprocessed(args, input, output)
  const compile = () =>
    runCommand(compiler, words, { cwd, ...options }).then(
      () => true,
      error => {
        // The rest of the headers may need what was taken out.
        if (error instanceof CommandError) return false
        throw error
      },
    )
  const known = new Map<string, boolean | undefined>()
  return async name => {
    if (known.has(name) || known.size === MOST_TRIES) return known.get(name)
    const [mine, other] = [placeOf(name, before), placeOf(name, after)]
    const text = mine && other && putBack(name, mine, other)
    if (text === undefined) return undefined
    await writeFile(join(cwd, input), text, 'latin1')
    const elf = (await compile()) ? readElf(await readFile(join(cwd, output))) : undefined
    known.set(name, elf && compareCompiled(after.elf, elf).length > 0)
    return known.get(name)
  }
}

function placeOf(name: string, { text, preprocessed }: Headers) {
  const file = text.functions.get(name)?.file ?? text.constants.get(name)?.file
  return file === undefined || text.assembler !== undefined ? undefined : { text: preprocessed, file }
}

/** A compiler's words for text that has been preprocessed but for its macros; kbuild names the source last. */
function compilesPreprocessed(args: readonly string[], input: string, output: string): string[] {
  const kept = args
    .slice(0, -1)
    .filter((arg, index) => !/^-include$|^-Wp,-M/.test(arg) && args[index - 1] !== '-include')
  const named = kept.map((arg, index) => (kept[index - 1] === '-o' ? output : arg))
  return [...named, '-fpreprocessed', '-fdirectives-only', input]
}
