// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { buildProgressText } from './build-progress.js'

const progress = { compiled: 10, present: 1204, total: 1873, isEstimate: true, current: 'CC a.o' }

test('progress is what there is of what there will be', () => {
  expect(buildProgressText(progress)).toBe('1,204 of ~1,873 objects  CC a.o')
  expect(buildProgressText({ ...progress, isEstimate: false })).toBe('1,204 of 1,873 objects  CC a.o')
  expect(buildProgressText({ ...progress, total: undefined })).toBe('1,204 objects  CC a.o')
})

test('where all objects are there, it is what is made again', () => {
  expect(buildProgressText({ ...progress, total: 1204 })).toBe('10 objects again  CC a.o')
  expect(buildProgressText({ ...progress, total: 1204, compiled: 1204 })).toBe(
    '1,204 of ~1,204 objects  CC a.o',
  )
})
