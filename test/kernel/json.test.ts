// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { startedSmall } from '../started-kernel.js'

const env = { XDG_CACHE_HOME: inject('cacheHome') }
const scratch = await mkdtemp(join(tmpdir(), 'kcarve-json-'))
const archive = join(scratch, 'archive')
let build = ''

beforeAll(async () => {
  build = (await startedSmall()).build
})
afterAll(() => rm(scratch, { recursive: true, force: true }))

// What other tests here do not ask for. That each object is as documented, kcarve() sees to.
test.each([
  ['extract/1', () => ['extract', join(build, 'vmlinux'), '-o', join(scratch, 'extracted')]],
  ['verify/1', () => ['verify', join(build, 'vmlinux')]],
  ['archived/1', () => ['archive', build, '-o', archive]],
  ['verify-archive/1', () => ['verify', archive]],
  ['reuse/2', () => ['reuse', join(build, 'crypto/fips140/fips140.ko'), '--kernel', build]],
] as const)('kcarve/%s is what docs/json.md says', async (schema, args) => {
  const { stdout, stderr } = await kcarve([...args(), '--json'], { env })
  expect(stdout, stderr).not.toBe('')
  expect(JSON.parse(stdout).schema).toBe(`kcarve/${schema}`)
})
