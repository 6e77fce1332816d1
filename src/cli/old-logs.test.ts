// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { removeOldLogs } from './old-logs.js'

test('logs go when they are older than 30 days, and all but the latest 30', async () => {
  const cacheDir = await mkdtemp(join(tmpdir(), 'kcarve-logs-'))
  const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}T000000-start-1`
  for (let number = 1; number <= 31; number++)
    await mkdir(join(cacheDir, 'logs', day(number)), { recursive: true })
  const logs = () => readdir(join(cacheDir, 'logs'))
  expect(await removeOldLogs(cacheDir, Date.parse('2026-03-31T12:00:00Z'))).toBe(0)
  expect((await logs()).sort()[0]).toBe(day(2))
  expect(await removeOldLogs(cacheDir, Date.parse('2026-04-20T12:00:00Z'))).toBe(19)
  expect((await logs()).sort()[0]).toBe(day(21))
  await rm(cacheDir, { recursive: true })
})
