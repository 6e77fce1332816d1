// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { newProgram } from '../../src/cli/program.js'
import type { Feature } from '../../src/features/feature.js'
import { features } from '../../src/features/registry.js'
import { collectReport } from '../../src/report-page/collect/collect-report.js'
import { readKeptResult } from '../../src/report-page/collect/kept-result.js'
import { pageHtml } from '../../src/report-page/render/page.js'
import { sampleRun } from '../../src/report-page/testing/sample-run.js'
import { collectMessages } from '../guides/collect-messages.js'
import { commentProse } from './comment-prose.js'
import { helpProse } from './help-prose.js'
import { longLines, markdownProse } from './markdown-prose.js'
import { pageProse } from './page-prose.js'
import { CODE } from './prose.js'
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

test('help is plain English', async () => {
  const program = await newProgram(async () => {})
  expect(helpProse(program).flatMap(proseFindings)).toEqual([])
})

test.each(payload)('what %s tells a reader is plain English', async path => {
  const proseIn = path.endsWith('.rst') ? rstProse : commentProse
  expect(proseIn(await read(path), path).flatMap(proseFindings)).toEqual([])
})

test('messages are plain English', () => {
  const texts = collectMessages(root).messages.flatMap(({ text, hints }) => [text, ...hints])
  const prose = texts.map(text => ({ path: text, line: 1, text: text.replaceAll('…', CODE) }))
  expect(prose.flatMap(proseFindings)).toEqual([])
})

test.each(features)('the series of $name is plain English', ({ name, series }: Feature) => {
  const { title, paragraphs, patches } = series
  const texts = [title, ...paragraphs, ...patches.flatMap(({ subject, body }) => [subject, ...body])]
  const prose = texts.map((text, index) => ({ path: `series of ${name}`, line: index + 1, text }))
  expect(prose.flatMap(proseFindings)).toEqual([])
})

test('the report page is plain English', () => {
  const files = [{ path: 'run.json', result: readKeptResult(JSON.stringify(sampleRun())) }]
  const made = { kcarve: '1.0.0', madeAt: '2026-01-02T03:04:05.000Z', own: 'kcarve' }
  const html = pageHtml(collectReport(files, made), { script: '', style: '' }, { jsonName: 'page.json' })
  const prose = pageProse(html, 'report page')
  expect(prose.length).toBeGreaterThan(100)
  expect(prose.flatMap(proseFindings)).toEqual([])
})

/** The files of all payloads, from the root of the repository. */
async function payloadFiles(): Promise<string[]> {
  const entries = await readdir(join(root, 'src/features'), { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && entry.parentPath.includes('/payload'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort()
}
