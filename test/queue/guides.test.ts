// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { scratch } from '../../src/formats/testing/scratch.js'
import { testGuides } from '../guides/test-guides.js'
import { makeSmallKernels, reuseMatrix } from '../small-kernels.js'
import { redisServer } from './redis.js'

const dir = scratch()

const redis = await redisServer(join(dir, 'redis'))
afterAll(() => redis.stop())

await testGuides('queue', async () => {
  await redis.start()
  const small = await makeSmallKernels(dir, 2, [2])
  const file = join(dir, 'kernels.yml')
  writeFileSync(file, reuseMatrix(small))
  const QUEUE = `redis://127.0.0.1:${redis.port}`
  return { variables: { MATRIX: file, QUEUE }, env: { XDG_CACHE_HOME: join(dir, 'cache') } }
})
