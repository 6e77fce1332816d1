// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PARTIAL, writeWhole } from './write-whole.js'

let place: string
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'kcarve-whole-'))
})
afterEach(() => rm(place, { recursive: true }))

const fill = async (partial: string) => {
  await mkdir(partial)
  await writeFile(join(partial, 'a'), 'text')
}

test('a file and a directory appear when they are whole, and not when something is in the way', async () => {
  await writeWhole(join(place, 'file'), partial => writeFile(partial, 'text'))
  await writeWhole(join(place, 'deep/directory'), fill)
  expect(await readFile(join(place, 'file'), 'utf8')).toBe('text')
  expect(await readdir(join(place, 'deep/directory'))).toEqual(['a'])
  const failure = writeWhole(join(place, 'other'), async partial => {
    await fill(partial)
    throw new Error('disk full')
  })
  await expect(failure).rejects.toThrow('disk full')
  expect((await readdir(place)).sort()).toEqual(['deep', 'file'])
})

test('an empty directory stays the same one, a filled one is refused', async () => {
  const { ino } = await stat(place)
  await writeWhole(place, fill)
  expect(await readdir(place)).toEqual(['a'])
  expect((await stat(place)).ino).toBe(ino)
  await expect(writeWhole(place, fill)).rejects.toThrow('is not empty')
})

test('what a killed process has left half made in it is no contents', async () => {
  await mkdir(join(place, `${PARTIAL}99999999`))
  await writeWhole(place, fill)
  expect(await readdir(place)).toEqual(['a'])
})
