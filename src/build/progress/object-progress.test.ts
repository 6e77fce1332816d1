// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { objectProgress, objectsIn } from './object-progress.js'

test('objects that are there already count once', () => {
  const step = objectProgress(new Set(['a.o', 'b.o']), { total: 4, isEstimate: false })
  expect(step('  CC      b.o')).toMatchObject({ compiled: 1, present: 2, total: 4, current: 'CC b.o' })
  expect(step('  CC [M]  crypto/c.o')).toMatchObject({ compiled: 2, present: 3, current: 'CC crypto/c.o' })
})

test('a total that was estimated too low is no longer told, one that is remembered grows', () => {
  const estimated = objectProgress(new Set(['a.o']), { total: 2, isEstimate: true })
  expect(estimated('  AS      b.o')).toMatchObject({ present: 2, total: 2, isEstimate: true })
  expect(estimated('  AS      c.o')).toMatchObject({ present: 3, total: undefined, isUpdate: false })
  const remembered = objectProgress(new Set(['a.o']), { total: 2, isEstimate: false })
  for (const name of ['b.o', 'c.o']) remembered(`  AS      ${name}`)
  expect(remembered('  AS      d.o')).toMatchObject({ present: 4, total: 4 })
  expect(objectProgress(new Set(), undefined)('  CC      b.o')).toMatchObject({ total: undefined })
})

test('whether a run brings a whole build up to date is settled when it begins', () => {
  const before = new Set(['a.o', 'b.o'])
  const update = objectProgress(before, { total: 2, isEstimate: true })
  for (const name of ['a.o', 'new.o']) {
    expect(update(`  CC      ${name}`)).toMatchObject({ isUpdate: true })
  }
  const rest = objectProgress(before, { total: 3, isEstimate: true })
  for (const name of ['c.o', 'd.o', 'a.o']) {
    expect(rest(`  CC      ${name}`)).toMatchObject({ isUpdate: false })
  }
})

test('tools and other steps are no objects, and other lines no steps', () => {
  const step = objectProgress(new Set(), undefined)
  for (const line of [
    '  HOSTCC  usr/x.o',
    '  CC      scripts/mod/e.o',
    '  CC      /o/tools/x.o',
    '  AR      a.a',
  ]) {
    expect(step(line)).toMatchObject({ compiled: 0 })
  }
  expect(step("make[1]: Entering directory '/x'")).toBeUndefined()
  expect(step('a.c:1:1: warning: x')).toBeUndefined()
})

test('objects of earlier builds are found by their .cmd files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-objects-'))
  for (const folder of ['crypto', 'scripts']) await mkdir(join(directory, folder))
  for (const name of ['.x.o.cmd', 'crypto/.aes.o.cmd', 'crypto/.built-in.a.cmd', 'scripts/.s.o.cmd', 'y.o']) {
    await writeFile(join(directory, name), '')
  }
  expect([...(await objectsIn(directory))].sort()).toEqual(['crypto/aes.o', 'x.o'])
  expect((await objectsIn(join(directory, 'absent'))).size).toBe(0)
  await rm(directory, { recursive: true })
})
