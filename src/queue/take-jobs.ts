// SPDX-License-Identifier: GPL-2.0-only
import { setTimeout } from 'node:timers/promises'
import { DelayedError, type Job as QueueJob, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { refusedCall } from '../core/disk-error.js'
import { type Job, jobIdentity } from '../matrix/index.js'
import { type Answer, greetingSchema, type JobProgress, messageSchema } from './messages.js'
import { connect, isFull, PREFIX, type QueueServer, reasonOf } from './server.js'

export interface TakeOptions {
  readonly server: QueueServer
  /** The queues whose jobs this machine can do. */
  readonly queues: readonly string[]
  /** How many jobs at once, of all queues together. */
  readonly atOnce: number
  readonly signal: AbortSignal
  /** Ours: jobs of another kcarve are left to others. */
  readonly kcarve: Job['kcarve']
  /** Of this worker, for people. */
  readonly name: string
  /** Milliseconds after which a job of a worker that is out of reach is given to another one. */
  readonly lockMs: number
  /** Ends when there was nothing to do for so many milliseconds. */
  readonly idleMs?: number | undefined
  /** Does a job. Undefined means that this machine cannot do it just now. What it throws lets another one try. */
  readonly work: (id: string, job: Job, how: HowToWork) => Promise<Answer | undefined>
  /** Whether this machine may take a job; otherwise why not. Asked before each. */
  readonly unfit?: (() => Promise<string | undefined>) | undefined
  readonly onEvent: (event: WorkerEvent) => void
}

export interface HowToWork {
  /** Aborted when we are interrupted, and when the job was given to another worker. */
  readonly signal: AbortSignal
  readonly onStage: (text: string) => void
}

export type WorkerEvent =
  | { readonly kind: 'taken' | 'answered' | 'put back' | 'given away'; readonly job: Job }
  | { readonly kind: 'failed'; readonly job: Job; readonly reason: string }
  | { readonly kind: 'trouble'; readonly line: string }

/** A job that nobody here can do now comes again after so long. */
const BUSY_MS = 2000
const REFUSED_MS = 10_000
/** How often a machine that may take no job is looked at again. */
const REST_MS = 5000
const PROGRESS_MS = 1000
/** How often a job may be taken from a worker that is gone. */
const STALLED = 10

/** Takes jobs from queues and does them, until it is interrupted or idle; those under way go back into the queue then. */
export async function takeJobs(options: TakeOptions): Promise<void> {
  const { server, queues, onEvent } = options
  const told = once(line => onEvent({ kind: 'trouble', line }))
  const connection = connect(server, { onTrouble: line => onEvent({ kind: 'trouble', line }) })
  const slots = newSlots(options.atOnce)
  const workers = queues.map(queue => newWorker(queue, connection, { ...options, slots, told }))
  slots.govern(workers)
  try {
    await untilDone(slots, { ...options, told })
  } finally {
    await Promise.race([Promise.allSettled(workers.map(worker => worker.close())), setTimeout(10_000)])
    // That we leave is no trouble.
    connection.removeAllListeners('close').disconnect()
  }
}

interface WorkerOptions extends TakeOptions {
  readonly slots: Slots
  readonly told: (line: string) => void
}

function newWorker(queue: string, connection: Redis, options: WorkerOptions): Worker {
  const { atOnce, lockMs, name, onEvent, server, told } = options
  const worker: Worker = new Worker(
    queue,
    async (taken, token = '', signal) => process(taken, token, signal as AbortSignal | undefined, options),
    {
      ...{ connection, prefix: PREFIX, concurrency: atOnce, name, maxStalledCount: STALLED },
      ...{ lockDuration: lockMs, stalledInterval: Math.ceil(lockMs / 2), runRetryDelay: 1000, drainDelay: 2 },
    },
  )
  worker.on('lockRenewalFailed', ids => {
    for (const id of ids) worker.cancelJob(id, 'another worker has it now')
  })
  worker.on('error', error => {
    // That a job is not ours any more is told where it was worked on; that the server is away, by its connection.
    if (isFull(error)) told(`the queue at ${server.name} is full: ${reasonOf(error)}`)
    else if (!/lock|Missing key|not in the active state|ECONN|Connection|closed/i.test(error.message))
      onEvent({ kind: 'trouble', line: reasonOf(error) })
  })
  return worker
}

async function process(
  taken: QueueJob,
  token: string,
  cancelled: AbortSignal | undefined,
  options: WorkerOptions,
): Promise<Answer> {
  const { slots, onEvent, signal } = options
  const tell = teller(taken, options)
  const putBack = async (delayMs: number): Promise<never> => {
    if (delayMs > 0) {
      await taken.moveToDelayed(Date.now() + delayMs, token)
      throw new DelayedError()
    }
    await taken.moveToWait(token)
    throw new WaitingError()
  }
  if (signal.aborted || !slots.take()) return putBack(0)
  try {
    const other = greetingSchema.safeParse(taken.data).data?.kcarve
    if (other !== undefined && other.digest !== options.kcarve.digest) {
      const refused = `it is for ${versionText(other)}, this worker is ${versionText(options.kcarve)}`
      options.told(`refused a job: ${refused}`)
      await tell({ refused })
      return await putBack(REFUSED_MS)
    }
    const unfit = await options.unfit?.()
    if (unfit !== undefined) {
      options.told(`takes no jobs now: ${unfit}`)
      // Nor does it keep taking them and putting them back, as others wait for them.
      slots.rest()
      return await putBack(0)
    }
    const { id, job } = readJob(taken)
    const stop = AbortSignal.any([signal, ...(cancelled === undefined ? [] : [cancelled])])
    onEvent({ kind: 'taken', job })
    try {
      const how = { signal: stop, onStage: (stage: string) => void tell({ stage }) }
      const answer = await options.work(id, job, how)
      if (answer === undefined) {
        onEvent({ kind: 'put back', job })
        return await putBack(BUSY_MS)
      }
      onEvent({ kind: 'answered', job })
      return answer
    } catch (error) {
      if (error instanceof DelayedError) throw error
      if (cancelled?.aborted) onEvent({ kind: 'given away', job })
      else if (signal.aborted) {
        onEvent({ kind: 'put back', job })
        return await putBack(0)
      }
      // A full disk has its line, the same as at home.
      const told = refusedCall(error) ?? (error as Error)
      if (!cancelled?.aborted) onEvent({ kind: 'failed', job, reason: told.message })
      throw told
    }
  } finally {
    slots.free()
  }
}

const versionText = ({ version, digest }: Job['kcarve']) => `kcarve ${version} (${digest.slice(0, 8)})`

/** A job as it was put in: nothing that is not known is run, and its name is what it says it is. */
function readJob(taken: QueueJob): { readonly id: string; readonly job: Job } {
  const parsed = messageSchema.safeParse(taken.data)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UnrecoverableError(`not a job: ${issue?.path.map(String).join('.')}: ${issue?.message}`)
  }
  const id = jobIdentity(parsed.data)
  if (taken.id !== `j${id}`) throw new UnrecoverableError('not a job: its name is not that of its content')
  return { id, job: parsed.data }
}

/** Tells whoever waits for a job how far it is, now and then. */
function teller(taken: QueueJob, { name }: TakeOptions) {
  let last = 0
  return async (progress: Omit<JobProgress, 'by'>): Promise<void> => {
    const now = performance.now()
    if (progress.refused === undefined && now - last < PROGRESS_MS) return
    last = now
    await taken.updateProgress({ by: name, ...progress }).catch(() => undefined)
  }
}

/** What all queues of a worker have in common: so many jobs at once, and rest. */
interface Slots {
  /** False when all are taken, or it rests. */
  readonly take: () => boolean
  readonly free: () => void
  /** Takes none until it is woken. */
  readonly rest: () => void
  readonly wake: () => void
  readonly isResting: () => boolean
  readonly govern: (workers: readonly Worker[]) => void
  /** Milliseconds since the last job; 0 while there is one. */
  readonly idleMs: () => number
}

function newSlots(atOnce: number): Slots {
  let taken = 0
  let resting = false
  let since = performance.now()
  let governed: readonly Worker[] = []
  const pause = () => {
    for (const worker of governed) void worker.pause(true)
  }
  const resume = () => {
    for (const worker of governed) if (worker.isPaused()) void worker.resume()
  }
  return {
    govern: workers => {
      governed = workers
    },
    take: () => {
      if (resting || taken >= atOnce) return false
      taken++
      // A job that a queue hands out in the meantime is put back.
      if (taken === atOnce) pause()
      return true
    },
    free: () => {
      taken--
      since = performance.now()
      if (!resting) resume()
    },
    rest: () => {
      resting = true
      pause()
    },
    wake: () => {
      resting = false
      resume()
    },
    isResting: () => resting,
    idleMs: () => (taken > 0 ? 0 : performance.now() - since),
  }
}

/** Looks now and then whether a worker that rests may take jobs again. */
async function untilDone(
  slots: Slots,
  { signal, idleMs, unfit, told }: TakeOptions & Pick<WorkerOptions, 'told'>,
): Promise<void> {
  let looked = performance.now()
  while (!signal.aborted) {
    if (idleMs !== undefined && slots.idleMs() >= idleMs) return
    if (slots.isResting() && performance.now() - looked >= REST_MS) {
      looked = performance.now()
      if ((await unfit?.()) === undefined) {
        told('takes jobs again')
        slots.wake()
      }
    }
    await setTimeout(200, undefined, { signal }).catch(() => undefined)
  }
}

function once(tell: (line: string) => void): (line: string) => void {
  let last = ''
  return line => {
    if (line !== last) tell(line)
    last = line
  }
}
