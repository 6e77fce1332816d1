// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdirSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratch } from '../../src/formats/testing/scratch.js'
import { kcarve } from '../kcarve.js'
import { makeSmallKernels, reuseMatrix } from '../small-kernels.js'
import { type Redis, redisServer } from './redis.js'
import { startWorker } from './worker.js'

// A file system of a size of its own can be made by root only.
const isRoot = process.getuid?.() === 0
const dir = scratch()
const disk = join(dir, 'disk')
const file = join(dir, 'kernels.yml')
let redis: Redis

beforeAll(async () => {
  writeFileSync(file, reuseMatrix(await makeSmallKernels(dir, 2)))
  redis = await redisServer(join(dir, 'redis'))
  await redis.start()
  mkdirSync(disk)
  if (isRoot) execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2300m', 'kcarve-test', disk])
})
afterAll(async () => {
  await redis.stop()
  if (isRoot) execFileSync('umount', ['--lazy', disk])
})

test.skipIf(!isRoot)(
  'a job of a worker whose disk fills is done by another one, until there is room again',
  async () => {
    const filling = startWorker(redis.port, join(disk, 'cache'), [], { KCARVE_TEST_DELAY: '8' })
    await filling.says(/takes jobs/)
    const queue = ['--queue', `redis://127.0.0.1:${redis.port}`]
    const running = kcarve(['matrix', file, '--json', ...queue], {
      env: { XDG_CACHE_HOME: join(dir, 'client') },
    })
    await filling.says(/taken/)
    // Full to the last byte, and at once: filling takes longer than the job where other things run.
    const { blocks, bfree, bsize } = statfsSync(disk)
    // Of size 0 it would have no limit.
    execFileSync('mount', ['-o', `remount,size=${Math.max(blocks - bfree, 1) * bsize}`, disk])
    await filling.says(/failed {2}k\d .*the disk is full/)
    await filling.says(/takes no jobs now: .* has less than 2 GiB free/)
    const other = startWorker(redis.port, join(dir, 'other'))
    const { exitCode, stdout, stderr } = await running
    const { jobs } = JSON.parse(stdout)
    expect(
      jobs.map(({ tree, state }: { tree: string; state: string }) => `${tree} ${state}`),
      stderr,
    ).toEqual(['k1 yes', 'k2 yes'])
    expect(exitCode).toBe(0)
    execFileSync('mount', ['-o', 'remount,size=2300m', disk])
    await filling.says(/takes jobs again/)
    for (const worker of [filling, other]) worker.kill('SIGTERM')
    expect(await Promise.all([filling.ended, other.ended])).toEqual([130, 130])
  },
)
