// SPDX-License-Identifier: GPL-2.0-only
import { statfs } from 'node:fs/promises'
import { availableParallelism, hostname, totalmem } from 'node:os'
import { join } from 'node:path'
import { MissingError, ToolError } from '../../core/errors.js'
import { type Job, jobDirectory } from '../../matrix/index.js'
import {
  checkServer,
  memoryClasses,
  packFiles,
  type QueueServer,
  queueName,
  takeJobs,
  type WorkerEvent,
} from '../../queue/index.js'
import { answered, doJob } from './do-job.js'
import { holdJob } from './hold-job.js'
import { readJobFiles } from './job-files.js'
import { ownIdentity } from './own-digest.js'
import { chosenToolchain, toolchainIdentity } from './toolchain.js'

export interface ServeOptions {
  readonly server: QueueServer
  readonly cacheDir: string
  readonly signal: AbortSignal
  /** Architectures whose kernels are built here; those whose compiler is there by default. */
  readonly archs: readonly string[]
  /** Versions of LLVM, empty for the default one; those that are installed count. */
  readonly llvm: readonly string[]
  /** Roots of other distributions. */
  readonly roots: readonly string[]
  readonly atOnce: number
  /** MiB. */
  readonly memory?: number | undefined
  readonly lockMs: number
  readonly idleMs?: number | undefined
  readonly onReady: (abilities: readonly Ability[]) => void
  readonly onEvent: (event: WorkerEvent) => void
}

/** What this machine can build. */
export interface Ability {
  readonly arch: string
  readonly toolchain: string
  readonly identity: string
}

/** Free bytes below which no job is taken: a small build needs as much. */
const LEAST_FREE = 2 * 2 ** 30

/** Takes jobs from the queue and does them here, until interrupted or idle. Throws ToolError when the queue cannot be used. */
export async function serveQueue(options: ServeOptions): Promise<void> {
  const { server, cacheDir, signal, atOnce } = options
  await checkServer(server)
  const abilities = await abilitiesOf(options)
  const memory = options.memory ?? Math.floor(totalmem() / 2 ** 20 / atOnce)
  const queues = abilities.flatMap(({ arch, identity }) =>
    memoryClasses(memory).map(each => queueName(arch, identity, each)),
  )
  options.onReady(abilities)
  const store = join(cacheDir, 'matrix')
  await takeJobs({
    ...options,
    ...{ queues: [...new Set(queues)], kcarve: await ownIdentity(), name: `${hostname()}/${process.pid}` },
    unfit: () => lackOfSpace(cacheDir),
    work: async (id, job, { signal: stop, onStage }) => {
      // Done here before, and perhaps not delivered.
      const before = await answered(store, id, { again: false })
      const held = before === undefined ? await holdJob(job, cacheDir) : undefined
      if (before === undefined && held === undefined) return undefined
      const cores = Math.max(1, Math.floor(availableParallelism() / atOnce))
      const stored =
        before ??
        (held && (await doJob({ id, job }, held, { store, cacheDir, cores, signal: stop, onStage })))
      if (stored === undefined) return undefined
      const { result } = stored
      // Perhaps another machine can.
      if (result.state === 'failed')
        throw new ToolError(`${hostname()}: ${result.failure?.check}: ${result.failure?.text}`)
      return { result, files: packFiles(await readJobFiles(jobDirectory(store, stored))) }
    },
  })
  signal.throwIfAborted()
}

async function abilitiesOf({ archs, llvm, roots, signal }: ServeOptions): Promise<Ability[]> {
  const entries = [
    { name: 'gcc', use: 'gcc' },
    ...llvm.map(version => ({ name: `llvm ${version}`.trim(), use: `llvm ${version}`.trim() })),
    ...roots.map(root => ({ name: `gcc in ${root}`, use: 'gcc', root })),
  ]
  const abilities: Ability[] = []
  let lack: MissingError | undefined
  for (const arch of archs) {
    for (const entry of entries) {
      try {
        const identity = await toolchainIdentity(await chosenToolchain(entry, '/'), arch, signal)
        abilities.push({ arch, toolchain: entry.name, identity })
      } catch (error) {
        if (!(error instanceof MissingError)) throw error
        lack ??= error
      }
    }
  }
  if (abilities.length === 0) throw lack ?? new MissingError('no compiler is installed')
  return abilities
}

async function lackOfSpace(directory: string): Promise<string | undefined> {
  const { bavail, bsize } = await statfs(directory).catch(() => ({ bavail: 1, bsize: LEAST_FREE }))
  const free = bavail * bsize
  return free >= LEAST_FREE ? undefined : `${directory} has less than 2 GiB free`
}

/** What a job is called in a line of a worker. */
export const workName = ({ cell }: Job): string =>
  [cell.tree, cell.config, cell.arch, cell.toolchain, cell.do].filter(Boolean).join('  ')
