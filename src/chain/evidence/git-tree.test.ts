// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { gitTree } from './git-tree.js'

const root = scratch()
const git = (...args: string[]) =>
  execFileSync('git', ['--git-dir', join(root, '.git'), '--work-tree', root, ...args], {
    encoding: 'utf8',
  }).trim()

test('a tree has the digest that git gives it', async () => {
  mkdirSync(join(root, 'a/deep'), { recursive: true })
  mkdirSync(join(root, 'empty'))
  mkdirSync(join(root, '.kcarve'))
  const files = ['a.c', 'a-b', 'a/deep/x', 'a0', 'é', '.kcarve/record']
  for (const name of files) writeFileSync(join(root, name), `content of ${name}\n`)
  writeFileSync(join(root, '.gitignore'), 'a0\n')
  chmodSync(join(root, 'a-b'), 0o755)
  symlinkSync('a/deep', join(root, 'link'))
  execFileSync('mkfifo', [join(root, 'fifo')])
  execFileSync('git', ['init', '--quiet', root])
  git('add', '--all', '--force', '--', '.', ':!.kcarve')
  const except = ['.git', '.kcarve'].map(name => join(root, name))
  expect(await gitTree(root, { except })).toEqual({ digest: git('write-tree'), files: 7 })
})

test('a tree without files has the digest of an empty tree', async () => {
  expect(await gitTree(scratch(), { except: [] })).toEqual({
    digest: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    files: 0,
  })
})
