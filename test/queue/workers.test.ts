// SPDX-License-Identifier: GPL-2.0-only
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratch } from '../../src/formats/testing/scratch.js'
import { kcarve } from '../kcarve.js'
import { leftRunning } from '../processes.js'
import { makeSmallKernels, reuseMatrix } from '../small-kernels.js'
import { type Redis, redisServer } from './redis.js'
import { openSeats, type Seat } from './seats.js'
import { startWorker } from './worker.js'

// Each job compiles a source file by gcc and judges it. The lock of a job lasts three seconds.
const dir = scratch()
const file = join(dir, 'kernels.yml')
const small = join(dir, 'two.yml')
const LOCK = ['--lock', '3']
const EXPECTED = ['k1 yes', 'k2 yes', 'k3 no', 'k4 yes', 'k5 yes', 'k6 yes']
let redis: Redis
let seats: readonly Seat[]

beforeAll(async () => {
  const kernels = await makeSmallKernels(dir, 6, [3])
  writeFileSync(file, reuseMatrix(kernels))
  writeFileSync(small, reuseMatrix({ ...kernels, kernels: kernels.kernels.slice(0, 2) }))
  seats = openSeats(3)
  const addresses = new Set(['127.0.0.1', ...seats.map(({ address }) => address)])
  redis = await redisServer(join(dir, 'redis'), '--protected-mode', 'no', '--bind', ...addresses)
  await redis.start()
})
afterAll(async () => {
  await redis.stop()
  for (const seat of seats) seat.close()
})

const cache = (name: string) => join(dir, 'caches', name)
const matrix = (name: string, ...args: string[]) =>
  kcarve(['matrix', file, '--json', ...args], { env: { XDG_CACHE_HOME: cache(name) } })

interface Printed {
  readonly jobs: readonly {
    readonly id: string
    readonly tree: string
    readonly state: string
    readonly isKept: boolean
    readonly report: string | null
  }[]
}
const jobsOf = (stdout: string) => (JSON.parse(stdout) as Printed).jobs
const states = (stdout: string) => jobsOf(stdout).map(({ tree, state }) => `${tree} ${state}`)

test('one worker is killed, the server restarts, another worker is cut off: each job has one result, the right one', async () => {
  const [one, two, three] = await Promise.all(
    seats.map(async ({ enter, reach }) => ({ enter, server: await reach(redis.port) })),
  )
  assert(one && two && three)
  const killed = startWorker(one, cache('killed'), LOCK, { KCARVE_TEST_DELAY: '600' })
  const cutOff = startWorker(two, cache('cut'), LOCK, { KCARVE_TEST_DELAY: '15' })
  await Promise.all([killed.says(/takes jobs/), cutOff.says(/takes jobs/)])
  const running = matrix('client', '--queue', `redis://127.0.0.1:${redis.port}`)
  await Promise.all([killed.says(/taken/), cutOff.says(/taken/)])
  killed.kill('SIGKILL')
  seats[1]?.cut()
  const third = startWorker(three, cache('third'), LOCK)
  await third.says(/answered/)
  await redis.stop()
  await third.says(/out of reach|closed the connection/)
  await setTimeout(500)
  await redis.start()
  await third.says(/is back/)
  // Longer than the lock: what it works on is given to the other one meanwhile.
  await setTimeout(5000)
  seats[1]?.mend()
  const { exitCode, stdout, stderr } = await running
  expect(states(stdout), stderr).toEqual(EXPECTED)
  expect(exitCode).toBe(1)
  await cutOff.says(/given away|answered/)
  for (const worker of [cutOff, third]) worker.kill('SIGTERM')
  expect(await Promise.all([cutOff.ended, third.ended])).toEqual([130, 130])
  for (const name of ['killed', 'cut', 'third'])
    expect(await leftRunning('XDG_CACHE_HOME', cache(name))).toEqual([])
  // As they come out on one machine, under the same identities.
  const local = await matrix('local')
  const ids = (text: string) => jobsOf(text).map(({ id, tree, state }) => [id, tree, state])
  expect(ids(local.stdout)).toEqual(ids(stdout))
  for (const { report } of jobsOf(stdout)) expect(report).not.toBeNull()
})

test('answers wait in the queue: whoever asks the same gets them without a worker', async () => {
  const again = await matrix('other client', '--queue', `redis://127.0.0.1:${redis.port}`)
  expect(states(again.stdout)).toEqual(EXPECTED)
  expect(jobsOf(again.stdout).every(({ isKept }) => !isKept)).toBe(true)
})

test('a worker that is ended puts its job back, and the next one does it', async () => {
  const other = await redisServer(join(dir, 'second'))
  await other.start()
  const first = startWorker(other.port, cache('ended'), [], { KCARVE_TEST_DELAY: '600' })
  await first.says(/takes jobs/)
  const args = ['matrix', small, '--json', '--queue', `redis://127.0.0.1:${other.port}`]
  const running = kcarve(args, { env: { XDG_CACHE_HOME: cache('patient') } })
  await first.says(/taken/)
  first.kill('SIGTERM')
  expect(await first.ended).toBe(130)
  expect(first.output()).toMatch(/put back {2}k\d/)
  const next = startWorker(other.port, cache('next'), ['-j', '2', '--idle', '5'])
  expect(states((await running).stdout)).toEqual(['k1 yes', 'k2 yes'])
  expect(await next.ended).toBe(0)
  await other.stop()
})
