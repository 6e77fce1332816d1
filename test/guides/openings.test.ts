// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const docs = join(import.meta.dirname, '../../docs')
/** Pages to look things up in: nobody reads them from the beginning. */
const REFERENCE = [
  'README',
  'commands',
  'faults',
  'json',
  'messages',
  'performance',
  'tested-kernels',
  'when-something-fails',
]
const guides = (await readdir(docs)).filter(
  name => name.endsWith('.md') && !REFERENCE.includes(name.slice(0, -'.md'.length)),
)

test.each(guides)('%s begins with who it is for, what they get and how long it takes', async name => {
  expect(await readFile(join(docs, name), 'utf8')).toMatch(
    /^# .+\n\n\*\*For\*\* [^*]+\.\s\*\*You get\*\* (?:[^*]|\*\w[^*]*\*)+\.\s\*\*It takes\*\* [^*]+\.\n/,
  )
})

test('each question has an answer, a way to check it without kcarve, and a link', async () => {
  const [, ...questions] = (await readFile(join(docs, 'faq.md'), 'utf8')).split(/^## /m)
  expect(questions.length).toBeGreaterThan(10)
  for (const question of questions)
    expect(question).toMatch(/^.+\?\n\n[^*][\s\S]+\*\*Check:\*\* [\s\S]+\*\*More:\*\*[\s\S]+\]\(/)
})
