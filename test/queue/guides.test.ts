// SPDX-License-Identifier: GPL-2.0-only
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { scratch } from '../../src/formats/testing/scratch.js'
import { testGuides } from '../guides/test-guides.js'
import { makeSmallKernels, reuseMatrix } from '../small-kernels.js'

const dir = scratch()

await testGuides('queue', async () => {
  const small = await makeSmallKernels(dir, 2, [2])
  const file = join(dir, 'kernels.yml')
  writeFileSync(file, reuseMatrix(small))
  return { variables: { MATRIX: file }, env: { XDG_CACHE_HOME: join(dir, 'cache') } }
})
