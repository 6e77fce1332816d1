// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deviations, documentedSchemas } from './json-members.js'

const root = join(import.meta.dirname, '../..')
const documented = documentedSchemas(await readFile(join(root, 'docs/json.md'), 'utf8'))

test('every schema that the source names is documented, and no other', async () => {
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter(
    path => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('/testing/'),
  )
  const texts = await Promise.all(files.map(path => readFile(join(root, 'src', path), 'utf8')))
  const inSource = texts.flatMap(text => [
    ...[...text.matchAll(/\breport\(\s*'([a-z-]+\/\d+)'/g)].map(([, name]) => `kcarve/${name}`),
    ...[...text.matchAll(/'(kcarve\/[a-z-]+\/\d+)'/g)].map(([, name = '']) => name),
  ])
  expect([...documented.keys()].sort()).toEqual([...new Set(inSource)].sort())
})

test('an object is compared with what is documented of it', () => {
  const text =
    '## kcarve/x/1\n\n| member | |\n|---|---|\n| `a` `b?` | has `c` |\n| `d` | |\n\n## Other\n\n| `e` | |\n'
  const schemas = documentedSchemas(text)
  expect([...schemas]).toEqual([['kcarve/x/1', { always: ['a', 'd'], sometimes: ['b'] }]])
  expect(deviations({ schema: 'kcarve/x/1', ...{ a: 1, b: 2, d: 3 } }, schemas)).toEqual([])
  expect(deviations({ schema: 'kcarve/x/1', ...{ a: 1, c: 3 } }, schemas)).toEqual([
    'kcarve/x/1: c is not documented',
    'kcarve/x/1: there is no d',
  ])
  expect(deviations({ schema: 'kcarve/y/1' }, schemas)).toEqual(['kcarve/y/1 is not documented'])
})
