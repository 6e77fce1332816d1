// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readGuide } from './read-guide.js'
import { isShownOutput, readerOutput } from './shown-output.js'

const DOCS = join(import.meta.dirname, '../../docs')
const fence = (info: string, text: string) => `\`\`\`${info}\n${text}\`\`\`\n`

test('every command of every guide is run by a suite', async () => {
  const names = (await readdir(DOCS)).filter(name => name.endsWith('.md'))
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) readGuide(await readFile(join(DOCS, name), 'utf8'), `docs/${name}`)
})

test('commands have their suite, their line, and the output behind them', () => {
  const guide = `# Title\n\n${fence('sh tree', 'make\n')}\n${fence('text', 'done …\n')}\nMore:\n\n${fence('sh kernel', 'nm vmlinux\n')}`
  expect(readGuide(guide, 'g.md')).toEqual([
    { suite: 'tree', line: 4, script: 'make\n', output: 'done …\n' },
    { suite: 'kernel', line: 14, script: 'nm vmlinux\n', output: undefined },
  ])
})

test('what no suite would run or compare is refused, with its line', () => {
  expect(() => readGuide(fence('sh', 'make\n'), 'g.md')).toThrow('g.md:1: `sh` is not sh and one of')
  expect(() => readGuide(fence('sh build', 'make\n'), 'g.md')).toThrow('`sh build` is not sh and one of')
  expect(() => readGuide(fence('', 'make\n'), 'g.md')).toThrow('g.md:1: a fence without a language')
  expect(() => readGuide(fence('text', 'out\n'), 'g.md')).toThrow('g.md:1: text follows no commands')
  expect(() => readGuide(`${fence('sh tree', 'make\n')}prose\n${fence('text', 'out\n')}`, 'g.md')).toThrow(
    'g.md:5',
  )
  expect(() => readGuide('```sh tree\nmake\n', 'g.md')).toThrow('line 1: a fence that is not closed')
})

test('other languages are for reading', () => {
  expect(readGuide(fence('diff', '+line\n'), 'g.md')).toEqual([])
})

test('… stands for anything in a line, and alone for any lines', () => {
  expect(isShownOutput('a 12 b\nx\ny\nend\n', 'a … b\n…\nend\n')).toBe(true)
  expect(isShownOutput('a b\nend\n', 'a b\n…\nend\n')).toBe(true)
  expect(isShownOutput('a\nb\nend\n', 'a …\nend\n')).toBe(false)
  expect(isShownOutput('a (1)\n', 'a (2)\n')).toBe(false)
  expect(isShownOutput('a\nmore\n', 'a\n')).toBe(false)
})

test('a reader sees variables by name, and no progress', () => {
  const output = 'plan (1.1s)\n/t/tree/Makefile\nin /t\ncompile the sources  3 of 9 (1m 15s)\ndone (3)\n'
  expect(readerOutput(output, { TOP: '/t', TREE: '/t/tree' })).toBe('$TREE/Makefile\nin $TOP\ndone (3)\n')
})
