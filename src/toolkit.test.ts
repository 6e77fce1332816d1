// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

// The rooms that may not import a feature are the toolkit: they know none by name either, in code, comments and tests. Nor do
// those that know features by their contracts alone.

interface Rule {
  readonly name: string
  readonly to: { readonly pathNot?: string }
}

const load = createRequire(import.meta.url)
const { forbidden } = load('../.dependency-cruiser.cjs') as { readonly forbidden: readonly Rule[] }

const toolkit = forbidden.flatMap(({ name, to }) => {
  const room = /^(.*)-imports-downwards$/.exec(name)?.[1]
  return room === undefined || /\bfeatures\b/.test(to.pathNot ?? '') ? [] : [room]
})

test('the rooms of the toolkit are those that may not import a feature', () => {
  expect(toolkit).toEqual(
    expect.arrayContaining(['core', 'formats', 'kernel', 'edit', 'build', 'image', 'vm']),
  )
  expect(toolkit).not.toContain('features')
})

const BY_CONTRACT = ['src/archive', 'src/reuse']

test.each([...toolkit.map(room => `src/${room}`), ...BY_CONTRACT, 'guest'])(
  '%s has no word of a feature',
  directory => {
    const root = fileURLToPath(new URL(`../${directory}`, import.meta.url))
    const words = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .flatMap(path =>
        readFileSync(path, 'utf8')
          .split('\n')
          .flatMap((line, index) => (/fips140/i.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
      )
    expect(words).toEqual([])
  },
)
