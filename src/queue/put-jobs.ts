// SPDX-License-Identifier: GPL-2.0-only
import { setTimeout } from 'node:timers/promises'
import { Queue, QueueEvents } from 'bullmq'
import type { Redis } from 'ioredis'
import { ToolError } from '../core/errors.js'
import type { Job } from '../matrix/index.js'
import { queueOf } from './labels.js'
import { type Answer, answerSchema, type JobProgress, progressSchema } from './messages.js'
import { connect, isFull, PREFIX, type QueueServer, reasonOf } from './server.js'

export interface QueuedJob {
  /** The identity, which the queue knows it by. */
  readonly id: string
  readonly job: Job
}

export type Outcome =
  | { readonly kind: 'answered'; readonly answer: Answer }
  /** It was tried as often as it may be. */
  | { readonly kind: 'failed'; readonly reason: string }

export interface PutOptions<Item extends QueuedJob> {
  readonly server: QueueServer
  readonly signal: AbortSignal
  /** Jobs that are answered in the queue are asked again. */
  readonly again: boolean
  readonly onProgress: (item: Item, progress: JobProgress) => void
  readonly onOutcome: (item: Item, outcome: Outcome) => Promise<void>
  readonly onTrouble: (line: string) => void
  /** How often it looks itself for what no event has told, in milliseconds. */
  readonly sweepMs?: number | undefined
}

/** A worker that stalls or fails is not the last one; after so many something is wrong with the job. */
const ATTEMPTS = 4
const KEPT_SECONDS = 7 * 24 * 3600

const OPTIONS = {
  attempts: ATTEMPTS,
  backoff: { type: 'exponential', delay: 3000 },
  // Results wait here for whoever asked.
  removeOnComplete: { age: KEPT_SECONDS },
  removeOnFail: { age: KEPT_SECONDS },
} as const

/**
 * Puts jobs into their queues, unless they are there already, and waits until all have an outcome. Only an interruption or a full queue
 * ends it before; the jobs stay in the queue then.
 */
export async function putJobs<Item extends QueuedJob>(
  items: readonly Item[],
  options: PutOptions<Item>,
): Promise<void> {
  if (items.length === 0) return
  const connection = connect(options.server, options)
  const queues = new Map<string, OpenQueue>()
  const waiting = new Map(items.map(item => [keyOf(item.id), item]))
  const collector = newCollector(waiting, queues, options)
  try {
    for (const item of items) {
      options.signal.throwIfAborted()
      const name = queueOf(item.job)
      if (!queues.has(name)) queues.set(name, openQueue(name, connection, collector))
      await put(item, queues.get(name) as OpenQueue, options)
    }
    while (waiting.size > 0) {
      await collector.sweep(put)
      if (waiting.size > 0) await collector.pause(options.sweepMs ?? 5000)
      options.signal.throwIfAborted()
      collector.throwIfFailed()
    }
    await collector.delivered()
  } finally {
    await Promise.all([...queues.values()].map(({ close }) => close()))
    // That we leave is no trouble.
    connection.removeAllListeners('close').disconnect()
  }
}

/** BullMQ takes no identifier that is a number. */
const keyOf = (id: string) => `j${id}`

interface OpenQueue {
  readonly queue: Queue
  readonly close: () => Promise<void>
}

function openQueue(name: string, connection: Redis, collector: Collector): OpenQueue {
  const queue = new Queue(name, { connection, prefix: PREFIX })
  const events = new QueueEvents(name, { connection, prefix: PREFIX })
  // Its connections tell of trouble.
  queue.on('error', () => {})
  events.on('error', () => {})
  events.on('completed', ({ jobId }) => collector.wake(jobId))
  events.on('failed', ({ jobId }) => collector.wake(jobId))
  events.on('progress', ({ jobId, data }) => collector.progress(jobId, data))
  return {
    queue,
    close: async () => {
      // What is out of reach need not be told that we leave.
      await Promise.race([Promise.allSettled([events.close(), queue.close()]), setTimeout(2000)])
    },
  }
}

async function put<Item extends QueuedJob>(
  { id, job }: Item,
  { queue }: OpenQueue,
  { server, again }: Pick<PutOptions<Item>, 'server' | 'again'>,
): Promise<void> {
  try {
    const there = await queue.getJob(keyOf(id))
    const state = await there?.getState()
    // What failed for good in an earlier run gets another chance; an answer is taken as it is.
    if (state === 'failed' || (state === 'completed' && again)) await there?.remove()
    await queue.add('job', job, { ...OPTIONS, jobId: keyOf(id) })
  } catch (error) {
    if (!isFull(error)) throw error
    throw new ToolError(`the queue at ${server.name} is full: ${reasonOf(error as Error)}`, {
      cause: error,
      hint: 'give its server more memory (maxmemory) or disk, and run it again',
    })
  }
}

interface Collector {
  readonly wake: (key: string) => void
  readonly progress: (key: string, data: unknown) => void
}

function newCollector<Item extends QueuedJob>(
  waiting: Map<string, Item>,
  queues: ReadonlyMap<string, OpenQueue>,
  options: PutOptions<Item>,
) {
  const deliveries: Promise<void>[] = []
  let failure: unknown
  let wakeUp = () => {}
  /** Those that an event has told of; all of them in a sweep. */
  const collect = async (key: string, putAgain?: typeof put): Promise<void> => {
    const item = waiting.get(key)
    const open = item && queues.get(queueOf(item.job))
    if (item === undefined || open === undefined) return
    const state = await open.queue.getJobState(key)
    if (state === 'unknown' && putAgain !== undefined) {
      options.onTrouble(`the queue at ${options.server.name} has lost a job; it is put in again`)
      return putAgain(item, open, { ...options, again: false })
    }
    if (state !== 'completed' && state !== 'failed') return
    const found = await open.queue.getJob(key)
    // Only the first who comes takes it out.
    if (found === undefined || !waiting.delete(key)) return
    const parsed = answerSchema.safeParse(found.returnvalue)
    const outcome: Outcome =
      state === 'failed'
        ? { kind: 'failed', reason: found.failedReason || 'it failed without a word' }
        : parsed.success
          ? { kind: 'answered', answer: parsed.data }
          : { kind: 'failed', reason: 'the worker’s answer is none of this version' }
    const delivery = options.onOutcome(item, outcome)
    deliveries.push(delivery)
    if (waiting.size === 0) wakeUp()
    await delivery
  }
  const caught = (work: Promise<void>) =>
    work.catch(error => {
      failure ??= error
      wakeUp()
    })
  return {
    wake: (key: string) => void caught(collect(key)),
    progress: (key: string, data: unknown) => {
      const item = waiting.get(key)
      const told = progressSchema.safeParse(data)
      if (item !== undefined && told.success) options.onProgress(item, told.data)
    },
    sweep: async (putAgain: typeof put) => {
      await Promise.all([...waiting.keys()].map(key => caught(collect(key, putAgain))))
    },
    /** Until an event says that all are done, or the time is over. */
    pause: (ms: number) =>
      new Promise<void>(resolve => {
        const done = () => {
          clearTimeout(timer)
          options.signal.removeEventListener('abort', done)
          resolve()
        }
        const timer = globalThis.setTimeout(done, ms)
        wakeUp = done
        options.signal.addEventListener('abort', done, { once: true })
      }),
    /** What was taken out of the queue is kept before we end. */
    delivered: () => Promise.all(deliveries),
    throwIfFailed: () => {
      if (failure !== undefined) throw failure
    },
  }
}
