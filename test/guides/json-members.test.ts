// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ALL_CHECKS } from '../../src/features/standalone-crypto/checks/guest-checks.js'
import { deviations, documentedSchemas } from './json-members.js'

const root = join(import.meta.dirname, '../..')
const markdown = await readFile(join(root, 'docs/json.md'), 'utf8')
const documented = documentedSchemas(markdown)

/** The contents of the source files, without those of tests. */
async function sources(): Promise<string[]> {
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter(
    path => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.includes('/testing/'),
  )
  return Promise.all(files.map(path => readFile(join(root, 'src', path), 'utf8')))
}

test('every schema that the source names is documented, and no other', async () => {
  const texts = await sources()
  const inSource = texts.flatMap(text => [
    ...[...text.matchAll(/\breport\(\s*'([a-z-]+\/\d+)'/g)].map(([, name]) => `kcarve/${name}`),
    ...[...text.matchAll(/'(kcarve\/[a-z-]+\/\d+)'/g)].map(([, name = '']) => name),
  ])
  expect([...documented.keys()].sort()).toEqual([...new Set(inSource)].sort())
})

test('every check that the source makes is documented by its id, and no other', async () => {
  const [, section = ''] = markdown.split('| id | of | |')
  const [table = ''] = section.split('\n\n')
  const listed = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, id]) => id)
  const made = (await sources()).flatMap(text =>
    [...text.matchAll(/\bcheckOf\(\s*'([^']+)'/g)].map(([, id]) => id),
  )
  const asked = Object.values(ALL_CHECKS).map(({ id }) => id)
  expect(listed.sort()).toEqual([...new Set([...made, ...asked])].sort())
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
