// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { markUsed, removeLongUnused } from './kept-files.js'

const dir = scratch()

test('what was of use longest ago goes first, wherever it is, until the rest is small enough', async () => {
  mkdirSync(join(dir, 'objects'))
  mkdirSync(join(dir, 'readings'))
  for (const [index, name] of ['objects/a', 'readings/b', 'objects/c', 'objects/d'].entries()) {
    writeFileSync(join(dir, name), Buffer.alloc(100))
    utimesSync(join(dir, name), 1000 + index, 1000 + index)
  }
  const left = () => [...readdirSync(join(dir, 'objects')), ...readdirSync(join(dir, 'readings'))]
  await removeLongUnused(dir, 400)
  expect(left()).toEqual(['a', 'c', 'd', 'b'])
  await markUsed(join(dir, 'objects/a'), join(dir, 'nowhere'))
  await removeLongUnused(dir, 250)
  expect(left()).toEqual(['a', 'd'])
  await removeLongUnused(join(dir, 'nowhere'), 1)
})
