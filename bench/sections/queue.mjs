// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { jobIdentity } from '../../dist/matrix/index.js'
import { packFiles, putJobs, queueName, queueServer, takeJobs } from '../../dist/queue/index.js'
import { row } from '../lib/row.mjs'

export const title = 'The queue of a matrix'
export const method =
  'jobs that only wait, for a hundredth of what builds of the small configuration took (218 to 1,252 s), on workers of one process and a redis-server with an append-only file; stock is the time without any queue; overhead is what a worker spends beyond that, for each job'

/** Seconds: `npm start`, and the builds of five point releases on a busy machine. */
const RECORDED = [218, 742, 748, 754, 992, 1252]
const SCALE = 0.01
const IDENTITY = 'none'

export async function measureSection() {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-bench-queue-'))
  const { url, stop } = await startServer(directory)
  try {
    const rows = []
    for (const [jobs, workers] of [
      [12, 1],
      [12, 2],
      [12, 4],
      [1000, 64],
    ])
      rows.push(...(await simulated(url, jobs, workers)))
    return rows
  } finally {
    await stop()
    await rm(directory, { recursive: true, force: true })
  }
}

let round = 0

async function simulated(url, count, workers) {
  round++
  const server = queueServer(url)
  const items = Array.from({ length: count }, (_, index) => {
    const ms = RECORDED[index % RECORDED.length] * 1000 * SCALE
    const job = jobFor(index, round)
    return { id: jobIdentity(job), job, ms }
  })
  const lengths = new Map(items.map(({ id, ms }) => [id, ms]))
  const end = new AbortController()
  const takers = Array.from({ length: workers }, (_, number) =>
    takeJobs({
      server,
      queues: [queueName('x86_64', IDENTITY, 0)],
      atOnce: 1,
      signal: end.signal,
      kcarve: items[0].job.kcarve,
      name: `worker ${number}`,
      lockMs: 30_000,
      work: async id => {
        await setTimeout(lengths.get(id))
        return { result: RESULT, files: packFiles({}) }
      },
      onEvent: () => {},
    }),
  )
  // Until all have their connections.
  await setTimeout(3000)
  const started = performance.now()
  const answered = new Map()
  await putJobs(items, {
    server,
    signal: end.signal,
    again: false,
    onProgress: () => {},
    onOutcome: async ({ id }, { kind }) => void answered.set(id, kind),
    onTrouble: () => {},
  })
  const seconds = (performance.now() - started) / 1000
  end.abort()
  await Promise.all(takers)
  if ([...answered.values()].filter(kind => kind === 'answered').length !== count)
    throw new Error('not every job has one answer')
  const least = inTurn(items, workers)
  const what = `${count.toLocaleString('en-US')} jobs on ${workers} ${workers === 1 ? 'worker' : 'workers'}`
  return [
    row(`${what}: all done`, 's', { stock: least, carved: seconds }),
    row(`${what}: overhead for each job`, 'ms', { carved: ((seconds - least) * workers * 1000) / count }),
  ]
}

/** Seconds that so many workers need at least, in the order of the jobs. */
function inTurn(items, workers) {
  const free = Array.from({ length: workers }, () => 0)
  for (const { ms } of items) {
    const next = free.indexOf(Math.min(...free))
    free[next] += ms / 1000
  }
  return Math.max(...free)
}

const jobFor = (index, number) => ({
  cell: { tree: `${index}`, config: '', arch: '', toolchain: '', do: 'start' },
  kcarve: { version: '0', digest: '0'.repeat(64) },
  source: { kind: 'debian', line: '6.12', version: `${number}.${index}` },
  config: { kind: 'named', name: 'small' },
  arch: 'x86_64',
  toolchain: { identity: IDENTITY },
  action: { kind: 'start' },
  keep: [],
})

const RESULT = {
  ...{ state: 'yes', durationMs: 0, finishedAt: '2026-01-01T00:00:00Z', release: null },
  ...{ failure: null, steps: [], by: 'here' },
}

async function startServer(directory) {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  const args = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    directory,
    '--save',
    '',
    '--appendonly',
    'yes',
  ]
  const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.stdout.on('data', text => `${text}`.includes('Ready to accept') && resolve())
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
