// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'

const tree = inject('tree')
const scratch = await mkdtemp(join(tmpdir(), 'kcarve-json-'))
const env = { GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org' }

afterAll(async () => {
  await kcarve(['revert', tree, '--quiet'])
  await rm(scratch, { recursive: true, force: true })
})

// In this order. That each object is as documented, kcarve() sees to.
test.each([
  ['plan', tree],
  ['patch', tree, '-o', join(scratch, 'series')],
  ['apply', tree, '--dry-run'],
  ['apply', tree],
  ['status', tree],
  ['apply', tree],
  ['revert', tree],
  ['revert', tree],
  ['status', tree],
  ['recipes'],
  ['completion', 'man'],
])('%s %s prints what docs/json.md says', async (command, ...args) => {
  const { exitCode, stdout } = await kcarve([command, ...args, '--json'], { env })
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout).schema).toMatch(new RegExp(`^kcarve/${command}/\\d+$`))
})
