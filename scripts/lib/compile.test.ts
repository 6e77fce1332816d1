// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../src/formats/testing/scratch.js'
import { removeStale } from './compile.mjs'

test('what no source makes any more is removed from dist/, and nothing else', () => {
  const tree = scratch()
  const put = (path: string) => {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), '')
  }
  for (const path of ['cli/main.ts', 'cli/main.test.ts', 'cli/testing/sample.ts']) put(`src/${path}`)
  const made = ['.complete', '.tsbuildinfo', 'cli/main.js', 'page/page.js', 'page/style.css']
  const stale = [
    'cli/main.test.js',
    'cli/testing/sample.js',
    'old/room/gone.js',
    'cli/gone.js',
    'page/old.css',
  ]
  for (const path of [...made, ...stale]) put(`dist/${path}`)
  expect(removeStale(tree)).toBe(true)
  const left = readdirSync(join(tree, 'dist'), { recursive: true, encoding: 'utf8' })
  expect(left.sort()).toEqual([...made, 'cli', 'page'].sort())
  expect(removeStale(tree)).toBe(false)
})

test('without a dist/ there is nothing to remove', () => {
  expect(removeStale(scratch())).toBe(false)
})
