// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'

const run = promisify(execFile)

test('what npm pack makes works without the repository, and edits a tree in the same way', async () => {
  const work = await mkdtemp(join(tmpdir(), 'kcarve-package-'))
  try {
    await run('npm', ['pack', '--pack-destination', work])
    await run('npm', ['install', '--prefix', work, '--no-audit', '--no-fund', join(work, 'kcarve-0.1.0.tgz')])
    const args = ['apply', inject('tree'), '--dry-run']
    const installed = await run(join(work, 'node_modules/.bin/kcarve'), args, {
      cwd: work,
      maxBuffer: 1 << 26,
    })
    expect(installed.stdout).toBe((await kcarve(args)).stdout)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
})
