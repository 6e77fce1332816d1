// SPDX-License-Identifier: GPL-2.0-only
import { appendFile, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { followFile } from './follow-file.js'

test('lines are read while they are written, the unfinished last one at the end', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'kcarve-follow-')), 'console')
  await writeFile(path, '')
  const lines: string[] = []
  const followed = await followFile(path, line => lines.push(line))
  await appendFile(path, 'one\r\ntw')
  await sleep(150)
  expect(lines).toEqual(['one'])
  await appendFile(path, 'o\nübrig')
  await followed.finish()
  expect(lines).toEqual(['one', 'two', 'übrig'])
})
