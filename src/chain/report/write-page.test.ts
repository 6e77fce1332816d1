// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { isOwnNumbers, isOwnPage, readKeptResult } from '../../report-page/index.js'
import { writePage } from './write-page.js'

// They are there when dist/ has been made.
vi.mock('../../report-page/assets.js', () => ({ readPageAssets: async () => ({ script: '', style: '' }) }))

const directory = scratch()
const run = {
  path: 'plan.json',
  result: readKeptResult(JSON.stringify({ schema: 'kcarve/plan/2', tree: '/linux', directories: [] })),
}
const write = (name: string) => writePage([run], join(directory, name))

test('a page and its numbers may be written again, and leave nothing beside them', async () => {
  await write('again/report.html')
  const { jsonPath } = await write('again/report.html')
  expect(isOwnPage(await readFile(join(directory, 'again/report.html'), 'utf8'))).toBe(true)
  expect(isOwnNumbers(await readFile(jsonPath, 'utf8'))).toBe(true)
  expect((await readdir(join(directory, 'again'))).sort()).toEqual(['report.html', 'report.json'])
})

test.each([
  ['the JSON of a run', 'prove.json', '{"schema":"kcarve/prove/2"}'],
  ['JSON of somebody else', 'prove.json', '{"schema":1}'],
  ['no JSON', 'prove.json', 'report'],
  ['a page of somebody else', 'prove.html', '<!doctype html>\n'],
  ['an empty file', 'prove.html', ''],
])('%s is not overwritten', async (what, name, text) => {
  const place = join(directory, what)
  await mkdir(place)
  await writeFile(join(place, name), text)
  await expect(write(`${what}/prove.html`)).rejects.toThrow(
    `${join(place, name)} exists and is no report of kcarve`,
  )
  expect(await readdir(place)).toEqual([name])
  expect(await readFile(join(place, name), 'utf8')).toBe(text)
})

test('a directory is no report either', async () => {
  await mkdir(join(directory, 'taken.html'))
  await expect(write('taken.html')).rejects.toThrow('exists and is no report of kcarve')
})
