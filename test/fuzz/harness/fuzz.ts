// SPDX-License-Identifier: GPL-2.0-only
import { getHeapStatistics } from 'node:v8'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FormatError, ToolError } from '../../../src/core/errors.js'
import { amount } from './amount.js'
import { damagedBytes } from './mutate-bytes.js'
import { damagedText, repeatedText } from './mutate-text.js'
import { addRow } from './rows.js'
import { type Watchdog, watchdog } from './watchdog.js'

export interface FuzzOptions {
  /** Of the usual number of inputs; less for readers that take long. */
  readonly weight?: number
}

/** How long one input may take, processor time; they are of some KB, the repeated ones of some ten. */
const SLOWEST_MS = 1000
/** What one input may leave on the heap besides this many times its size. */
const HEAP_FACTOR = 300
const HEAP_SLACK = 64 * 2 ** 20
/** Characters of a message, which is to be one line. */
const LONGEST_MESSAGE = 2000
/** Of how many inputs one is made of repetitions. */
const REPEATED = 60
const REPEATED_SIZE = 40_000
const AT_ONCE = 500

/** A test that gives a reader damaged bytes: it has to give a value or a ToolError, in bounded time and space. */
export function fuzzBytes(
  reader: string,
  seeds: readonly Uint8Array[],
  read: (bytes: Uint8Array) => unknown,
  options: FuzzOptions = {},
): void {
  fuzz(reader, { inputs: damagedBytes(seeds), read, bytesOf: bytes => bytes, ...options })
}

/** The same with damaged text. */
export function fuzzText(
  reader: string,
  seeds: readonly string[],
  read: (text: string) => unknown,
  options: FuzzOptions = {},
): void {
  const inputs = fc.oneof(
    { weight: REPEATED - 1, arbitrary: damagedText(seeds) },
    { weight: 1, arbitrary: repeatedText(seeds, REPEATED_SIZE) },
  )
  fuzz(reader, { inputs, read, bytesOf: text => Buffer.from(text), ...options })
}

interface Target<T> extends FuzzOptions {
  readonly inputs: fc.Arbitrary<T>
  readonly read: (input: T) => unknown
  readonly bytesOf: (input: T) => Uint8Array
}

interface Tally {
  inputs: number
  values: number
  refused: number
  slowestMs: number
}

/** Also for inputs of another kind than bytes and text. */
export function fuzz<T>(reader: string, { inputs, read, bytesOf, weight = 1 }: Target<T>): void {
  const { inputs: usual, seed } = amount()
  const wanted = Math.ceil(usual * weight)
  test(`any input gives ${reader} a value or an error`, { timeout: 30 * 60_000 }, async () => {
    const tally: Tally = { inputs: 0, values: 0, refused: 0, slowestMs: 0 }
    const watch = watchdog(reader)
    try {
      for (let done = 0; done < wanted; done += AT_ONCE) {
        const property = fc.asyncProperty(inputs, input => tryOne(reader, read, input, bytesOf, tally, watch))
        await fc.assert(property, { numRuns: Math.min(AT_ONCE, wanted - done), seed: seed + done })
        // The test runner has to hear of us now and then.
        await new Promise(setImmediate)
      }
    } finally {
      watch.stop()
    }
    expect(tally.inputs).toBeGreaterThanOrEqual(wanted)
    addRow({ reader, seed, ...tally })
  })
}

async function tryOne<T>(
  reader: string,
  read: (input: T) => unknown,
  input: T,
  bytesOf: (input: T) => Uint8Array,
  tally: Tally,
  watch: Watchdog,
): Promise<void> {
  const bytes = bytesOf(input)
  const heapBefore = heapUsed()
  watch.before(bytes)
  const started = performance.now()
  const outcome = await outcomeOf(read, input)
  let elapsed = performance.now() - started
  watch.after()
  const grown = heapUsed() - heapBefore
  if (elapsed > SLOWEST_MS / 4) elapsed = Math.min(elapsed, await processorTime(() => outcomeOf(read, input)))
  tally.inputs++
  tally[outcome]++
  tally.slowestMs = Math.max(tally.slowestMs, elapsed)
  if (elapsed > SLOWEST_MS)
    throw new Error(`${reader} took ${Math.round(elapsed)} ms for ${bytes.length} bytes`)
  if (grown > HEAP_SLACK + HEAP_FACTOR * bytes.length) {
    throw new Error(`${reader} took ${grown} bytes of memory for ${bytes.length} bytes`)
  }
}

async function outcomeOf<T>(read: (input: T) => unknown, input: T): Promise<'values' | 'refused'> {
  try {
    const value = read(input)
    if (value instanceof Promise) await value
    return 'values'
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    if (error.message.length > LONGEST_MESSAGE)
      throw new Error(`a message of ${error.message.length} characters`)
    if (error instanceof FormatError && !(Number.isSafeInteger(error.offset) && error.offset >= 0)) {
      throw new Error(`the offset ${error.offset} in: ${error.message}`)
    }
    return 'refused'
  }
}

/** Milliseconds; the wall clock also counts what other programs do. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function heapUsed(): number {
  const { used_heap_size, external_memory } = getHeapStatistics()
  return used_heap_size + external_memory
}
