// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { newProgram } from '../../src/cli/program.js'
import { commentProse } from './comment-prose.js'
import { helpProse } from './help-prose.js'
import { longLines, markdownProse } from './markdown-prose.js'
import { proseFindings } from './prose-rules.js'
import { rstProse } from './rst-prose.js'

const root = join(import.meta.dirname, '../..')
const pages = [
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'],
  ...(await readdir(join(root, 'docs'))).filter(name => name.endsWith('.md')).map(name => `docs/${name}`),
]
const payload = await payloadFiles()

const read = (path: string): Promise<string> => readFile(join(root, path), 'utf8')

test.each(pages)('%s is plain English', async path => {
  expect(markdownProse(await read(path), path).flatMap(proseFindings)).toEqual([])
})

test('lines of README.md have room on a screen', async () => {
  expect(longLines(await read('README.md'), 'README.md')).toEqual([])
})

test('help is plain English', () => {
  expect(helpProse(newProgram(async () => {})).flatMap(proseFindings)).toEqual([])
})

test.each(payload)('what %s tells a reader is plain English', async path => {
  const proseIn = path.endsWith('.rst') ? rstProse : commentProse
  expect(proseIn(await read(path), path).flatMap(proseFindings)).toEqual([])
})

/** The files of all payloads, from the root of the repository. */
async function payloadFiles(): Promise<string[]> {
  const entries = await readdir(join(root, 'src/features'), { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.parentPath.includes('/payload'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}
