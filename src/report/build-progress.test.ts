// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { buildProgressText } from './build-progress.js'

const progress = {
  compiled: 10,
  present: 1204,
  total: 1873,
  isEstimate: true,
  isUpdate: false,
  current: 'CC a.o',
}

test('progress is what there is of what there will be, which is rounded when it is estimated', () => {
  expect(buildProgressText(progress)).toBe('1,204 of ~1,900 objects  CC a.o')
  expect(buildProgressText({ ...progress, isEstimate: false })).toBe('1,204 of 1,873 objects  CC a.o')
  expect(buildProgressText({ ...progress, total: 1204, isEstimate: false })).toBe(
    '1,204 of 1,204 objects  CC a.o',
  )
  expect(buildProgressText({ ...progress, total: 64 })).toBe('1,204 of ~64 objects  CC a.o')
})

test('where more are there than was estimated, it is what there is', () => {
  expect(buildProgressText({ ...progress, total: undefined })).toBe('1,204 objects  CC a.o')
})

test('where all objects were there to begin with, it is what is made', () => {
  expect(buildProgressText({ ...progress, isUpdate: true })).toBe('10 objects compiled  CC a.o')
  expect(buildProgressText({ ...progress, isUpdate: true, compiled: 1 })).toBe('1 object compiled  CC a.o')
})

test('the time that is left stands beside the objects', () => {
  expect(buildProgressText({ ...progress, leftMs: 185_400 })).toBe(
    '1,204 of ~1,900 objects, about 3m 5s left  CC a.o',
  )
})
