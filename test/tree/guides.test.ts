// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, inject } from 'vitest'
import { testGuides } from '../guides/test-guides.js'

const run = promisify(execFile)
const scratch = await mkdtemp(join(tmpdir(), 'kcarve-guides-'))
const tree = join(scratch, 'tree')
const git = (...args: string[]) => run('git', ['-C', tree, ...args], { maxBuffer: 1 << 26 })

// A tree in git, as a distribution has its.
beforeAll(async () => {
  await run('cp', ['-a', '--reflink=auto', inject('tree'), tree])
  // Debian's own line hides whatever is new at the top.
  await run('sed', ['-i', '\\|^/\\*$|d', join(tree, '.gitignore')])
  await git('init', '--quiet', '--initial-branch=main')
  await git('config', 'user.name', 'A Maintainer')
  await git('config', 'user.email', 'maintainer@example.org')
  await git('config', 'gc.auto', '0')
  await git('config', 'core.compression', '0')
  await git('add', '--all', '--force')
  await git('commit', '--quiet', '--message=Linux 6.12')
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

await testGuides('tree', async () => {
  await git('checkout', '--quiet', '--force', 'main')
  await git('clean', '-fdxq')
  return { variables: { TREE: tree, KCARVE: join(import.meta.dirname, '../..') } }
})
