// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { PlannedJob } from '../chain/matrix/run-matrix.js'
import type { DoneJob } from '../matrix/index.js'
import { matrixProgress } from './matrix-progress.js'

const cell = (tree: string) => ({ tree, config: 'small', arch: 'x86_64', toolchain: 'gcc', do: 'prove' })

test('it tells how many are done, what runs, how many wait, what is not ok, and the time left', () => {
  let detail = ''
  let now = 0
  const said: string[] = []
  const progress = {
    begin: () => ({
      detail: (text: string) => {
        detail = text
      },
      end: () => 0,
    }),
    say: (line: string) => void said.push(line),
    clear: () => {},
  }
  const jobs = ['6.1', '6.12', '7.2'].map(tree => ({ job: { cell: cell(tree) } }) as PlannedJob)
  const shown = matrixProgress(progress, { jobs, estimate: () => 60_000 }, 1, () => now)
  expect(detail).toBe('0 done, 0 running, 3 waiting, about 3m left')
  shown.onStart(cell('6.1'))
  now = 30_000
  shown.onStage(cell('6.1'), '[6/8] build  3 of 9 objects')
  expect(detail).toBe(
    '0 done, 1 running (6.1 small x86_64 prove: [6/8] build  3 of 9 objects), 2 waiting, about 2m 30s left',
  )
  shown.onDone({ ...cell('6.1'), state: 'no' } as DoneJob, 'a line')
  expect(detail).toBe('1 done, 1 not ok, 0 running, 2 waiting, about 2m left')
  expect(said).toEqual(['a line'])
})
