// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CommandError } from '../../core/errors.js'
import { inParallel } from '../../core/in-parallel.js'
import { compareCompiled, type OtherSymbol, otherSymbols, someOf } from '../../elf-diff/index.js'
import { readElf } from '../../formats/elf/index.js'
import { type ChangedStruct, type Explanation, explain } from '../explain/explain.js'
import type { CompileJob } from './compile-command.js'
import { type Compiled, type CompileOptions, compileObjects } from './compile-objects.js'
import { markUsed } from './kept-files.js'

export interface Places {
  /** Build directories, in which the job was run. */
  readonly before: string
  readonly after: string
  /** Where explanations are kept, as they take as long as compiling. */
  readonly cache?: string | undefined
  /** How the job was run there. */
  readonly compiling: CompileOptions
}

export interface Difference {
  readonly object: string
  /** One line on what differs and why; it begins with the object. */
  readonly text: string
  /** Set when it differs in nothing but the names of these symbols. */
  readonly symbols?: readonly OtherSymbol[] | undefined
  /** Structs whose members have moved, when that is a cause. */
  readonly structs?: readonly ChangedStruct[] | undefined
}

/** What differs, if anything but the order of functions does. */
export async function toldDifference(
  job: CompileJob,
  before: Compiled,
  after: Compiled,
  places: Places,
): Promise<Difference | undefined> {
  const { object } = job
  if ('error' in after) return { object, text: `${object} cannot be compiled: ${after.error}` }
  if ('error' in before) return undefined
  const [ours, theirs] = [readElf(before.bytes), readElf(after.bytes)]
  const different = compareCompiled(ours, theirs)
  if (different.length === 0) return undefined
  const explained = await keptExplanation(job, [before.key, after.key], places)
  const isSame = explained?.functions.length === 0 && (await areSameInOrder(job, places))
  if (isSame) return undefined
  const text = explainedText(different, explained ?? NOTHING)
  return {
    object,
    text: `${object}: ${text}`,
    symbols: otherSymbols(ours, theirs),
    structs: explained?.structs.length === 0 ? undefined : explained?.structs,
  }
}

/** Has gcc put functions and data where the source has them; without it, it orders them by what any header declares. */
const IN_ORDER = '-fno-toplevel-reorder'

/** Whether both are the same when the compiler does not choose the order of functions. */
async function areSameInOrder({ object, command }: CompileJob, places: Places): Promise<boolean> {
  const job = { object, command: { ...command, args: [IN_ORDER, ...command.args] } }
  const compiling = { ...places.compiling, onObject: undefined }
  const [ours, theirs] = (
    await inParallel([places.before, places.after], cwd => compileObjects(cwd, [job], compiling))
  ).flat()
  if (ours === undefined || theirs === undefined || 'error' in ours || 'error' in theirs) return false
  return compareCompiled(readElf(ours.bytes), readElf(theirs.bytes)).length === 0
}

const NOTHING: Explanation = { functions: [], causes: [], structs: [], partial: true }

function explainedText(different: readonly string[], explained: Explanation): string {
  const count = explained.functions.reduce((sum, { changed }) => sum + changed, 0)
  const instructions = count === 0 ? '' : `, ${count} instruction${count === 1 ? '' : 's'}`
  const causes = explained.causes.length === 0 ? '' : `: ${someOf(explained.causes)}`
  return `${someOf(namedPlaces(different, explained))}${instructions}${causes}`
}

/** Functions whose instructions are others; those that only moved, and so refer to others at another distance, are left out. */
function namedPlaces(different: readonly string[], { functions }: Explanation): readonly string[] {
  const changed = new Set(functions.map(each => `${each.function}()`))
  const named = different.filter(place => !place.endsWith('()') || changed.has(place))
  return named.length === 0 ? different : named
}

/** Explanations of an earlier kcarve said less. */
const FORMAT = 5

async function keptExplanation(
  job: CompileJob,
  keys: readonly (string | undefined)[],
  { before, after, cache, compiling: { signal } }: Places,
): Promise<Explanation | undefined> {
  const isKnown = cache !== undefined && !keys.includes(undefined)
  const key = createHash('sha256').update(keys.join(' ')).digest('hex')
  const path = isKnown ? join(cache, `explained-${FORMAT}`, `${key}.json`) : undefined
  const kept = path && (await readFile(path, 'utf8').then(JSON.parse, () => undefined))
  if (path && kept) {
    await markUsed(path)
    return kept
  }
  const explained = await explain(job, before, after, signal).catch(error => {
    // That there is a difference stands, with or without its cause.
    if (error instanceof CommandError) return undefined
    throw error
  })
  if (path && explained?.partial === false) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, JSON.stringify(explained))
  }
  return explained
}
