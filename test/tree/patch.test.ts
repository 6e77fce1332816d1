// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { series as recipeSeries } from '../../src/features/standalone-crypto/recipe/index.js'
import { kcarve } from '../kcarve.js'
import { treeDigest } from './tree-digest.js'

const run = promisify(execFile)
const tree = inject('tree')
const env = {
  GIT_AUTHOR_NAME: 'A Reviewer',
  GIT_AUTHOR_EMAIL: 'reviewer@example.org',
  GIT_COMMITTER_NAME: 'A Reviewer',
  GIT_COMMITTER_EMAIL: 'reviewer@example.org',
}

let scratch: string
let series: string
let patches: string[]

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kcarve-patch-'))
  series = join(scratch, 'series')
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

test('the series is written, the tree left alone', async () => {
  const pristine = await treeDigest(tree)
  const { exitCode, stderr } = await kcarve(['patch', tree, '-o', series, '--signoff', '--quiet'], { env })
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  const [cover, ...rest] = (await readdir(series)).sort()
  expect(cover).toMatch(/^0000-/)
  patches = rest
  // The sources of these tests have no Documentation/ to lead to ours, but ours is new.
  expect(patches).toHaveLength(recipeSeries.patches.length)
  expect(await treeDigest(tree)).toEqual(pristine)
})

test('applied by git am it is what apply makes', async () => {
  const diffs = await Promise.all(patches.map(name => readFile(join(series, name), 'utf8')))
  const touched = [
    ...new Set(
      diffs.flatMap(diff => [...diff.matchAll(/^diff --git a\/(\S+)/gm)].map(([, path]) => path ?? '')),
    ),
  ]
  const repository = join(scratch, 'repository')
  const git = (...args: string[]) =>
    run('git', ['-C', repository, ...args], { env: { ...process.env, ...env } })
  await run('git', ['init', '-q', repository])
  for (const path of touched) await cp(join(tree, path), join(repository, path)).catch(() => {})
  await git('add', '-A')
  await git('commit', '-q', '-m', 'stock')
  await git('am', '-q', ...patches.map(name => join(series, name)))
  expect(await kcarve(['apply', tree, '--quiet'])).toMatchObject({ exitCode: 0 })
  try {
    for (const path of touched) {
      expect(await readFile(join(repository, path), 'utf8'), path).toBe(
        await readFile(join(tree, path), 'utf8'),
      )
    }
    const executable = touched.filter(path => path.endsWith('.sh') && dirname(path).endsWith('link'))
    for (const path of executable) await run('test', ['-x', join(repository, path)])
    expect(await kcarve(['patch', tree, '-o', join(scratch, 'again'), '--quiet'])).toMatchObject({
      exitCode: 2,
    })
  } finally {
    await kcarve(['revert', tree, '--quiet'])
  }
})

test('checkpatch finds no error', async () => {
  const args = [
    '--no-tree',
    '--terse',
    '--no-summary',
    '--show-types',
    ...patches.map(name => join(series, name)),
  ]
  const { stdout } = await run(join(tree, 'scripts/checkpatch.pl'), args, { maxBuffer: 1 << 24 }).catch(
    (error: { stdout: string }) => error,
  )
  expect(stdout.split('\n').filter(line => line.includes(' ERROR:'))).toEqual([])
})

test('a directory with something in it is refused', async () => {
  const { exitCode, stderr } = await kcarve(['patch', tree, '-o', series, '--quiet'], { env })
  expect(exitCode).toBe(2)
  expect(stderr).toContain('is not empty')
})
