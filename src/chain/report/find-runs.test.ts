// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../../formats/testing/scratch.js'
import { lastResult, runAt } from './find-runs.js'

const cacheDir = scratch()

async function keep(name: string, tree: string): Promise<string> {
  const directory = join(cacheDir, 'logs', name)
  await mkdir(directory, { recursive: true })
  const run = { schema: 'kcarve/plan/2', tree, directories: [] }
  await writeFile(join(directory, 'result.json'), JSON.stringify(run))
  return directory
}

test('without a run that is kept there is no last one', async () => {
  await expect(lastResult(cacheDir)).rejects.toThrow('No run of start, prove or matrix is kept')
})

test('the last run is the newest of start, prove and matrix that came to its end', async () => {
  await keep('2026-01-01T000000-prove-1', 'older')
  await keep('2026-01-02T000000-start-2', 'newer')
  await keep('2026-01-03T000000-reuse-3', 'another command')
  await mkdir(join(cacheDir, 'logs/2026-01-04T000000-start-4'))
  expect(await lastResult(cacheDir)).toBe(join(cacheDir, 'logs/2026-01-02T000000-start-2/result.json'))
})

test('a run is its JSON, or the directory that keeps it', async () => {
  const directory = await keep('2026-01-05T000000-boot-5', 'kept')
  for (const path of [directory, join(directory, 'result.json')]) {
    expect((await runAt(path)).result).toMatchObject({ tree: 'kept' })
  }
})

test('anything else is refused by name', async () => {
  const file = join(cacheDir, 'other.json')
  await writeFile(file, '{"schema":"kcarve/verify/1"}')
  await expect(runAt(file)).rejects.toThrow(`${file}: schema at offset 0: not what start`)
  await expect(runAt(cacheDir)).rejects.toThrow('neither a run of kcarve nor a carved build')
  await expect(runAt(join(cacheDir, 'none'))).rejects.toThrow('does not exist')
})
