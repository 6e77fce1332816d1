// SPDX-License-Identifier: GPL-2.0-only
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** Sees to it that a reader that hangs, or eats memory, ends with a line that says which, and on what. */
export interface Watchdog {
  /** To be called before each read. */
  readonly before: (input: Uint8Array) => void
  readonly after: () => void
  readonly stop: () => void
}

const HANGS_MS = 30_000
const MOST_RSS = 3 * 2 ** 30
const MOST_INPUT = 2 ** 20

/** A thread of its own, for one that hangs cannot watch itself. It ends the whole process. */
export function watchdog(reader: string): Watchdog {
  const state = new Int32Array(new SharedArrayBuffer(8))
  const input = new Uint8Array(new SharedArrayBuffer(MOST_INPUT))
  const file = join(tmpdir(), `kcarve-fuzz-${reader.replace(/\W+/g, '-')}`)
  const limits = { HANGS_MS, MOST_RSS }
  const worker = new Worker(WATCH, { eval: true, workerData: { state, input, reader, file, limits } })
  worker.unref()
  return {
    before: bytes => {
      const kept = bytes.subarray(0, MOST_INPUT)
      input.set(kept)
      Atomics.store(state, 1, kept.length)
      Atomics.add(state, 0, 1)
    },
    after: () => void Atomics.add(state, 0, 1),
    stop: () => void worker.terminate(),
  }
}

/** state[0] counts the beginnings (odd) and ends of reads, state[1] is the size of the input. */
const WATCH = `
const { workerData } = require('node:worker_threads')
const { writeFileSync, writeSync } = require('node:fs')
const { state, input, reader, file, limits } = workerData
let [seen, since] = [0, Date.now()]
setInterval(() => {
  const now = Atomics.load(state, 0)
  if (now !== seen || now % 2 === 0) [seen, since] = [now, Date.now()]
  const hangs = Date.now() - since > limits.HANGS_MS
  const { rss } = process.memoryUsage()
  if (!hangs && rss < limits.MOST_RSS) return
  writeFileSync(file, Uint8Array.from(input.subarray(0, state[1])))
  writeSync(2, reader + (hangs ? ' hangs' : ' eats memory: ' + rss + ' bytes') + '; the input is kept in ' + file + '\\n')
  process.kill(process.pid, 'SIGKILL')
}, 100)
`
