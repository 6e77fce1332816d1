// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, inject, test } from 'vitest'
import { kcarve } from '../kcarve.js'
import { carvedSmall } from '../matrix/carved-kernel.js'

// A damaged kernel ends as promised; one that is not boots on one processor, and on many.
const env = { XDG_CACHE_HOME: inject('cacheHome') }
let build = ''

beforeAll(async () => {
  build = (await carvedSmall()).build
})

async function boot(...options: string[]) {
  const { exitCode, stdout } = await kcarve(['boot', build, ...options, '--json'], { env })
  const { checks, logPath } = JSON.parse(stdout)
  return {
    exitCode,
    checks,
    logPath,
    failed: checks.filter(({ status }: { status: string }) => status === 'fail'),
  }
}

test('each fault ends as promised', async () => {
  const { exitCode, checks, failed } = await boot('--fault', 'all')
  expect(failed).toEqual([])
  expect(checks.length).toBeGreaterThan(15)
  expect(exitCode).toBe(0)
})

test('where only the load has too little memory, the loader says so', async () => {
  const text = 'fips140: cannot load the embedded module: error -12, out of memory'
  // What else there is in memory differs: less and less is left, until the load is what fails.
  for (let reserved = 4; reserved <= 12; reserved++) {
    const { exitCode } = await boot('--append', `mem=28M memmap=${reserved}M$2M`, '--expect', `panic:${text}`)
    if (exitCode === 0) return
  }
  expect.fail(`it never said “${text}”`)
})

test.each(['1', '2', '8'])('it boots on %s processors', async cpus => {
  for (const mode of [[], ['--fips']]) {
    const { exitCode, failed, logPath } = await boot('--cpus', cpus, ...mode)
    expect({ exitCode, failed }).toEqual({ exitCode: 0, failed: [] })
    expect(await readFile(logPath, 'utf8')).toMatch(new RegExp(`smp: Brought up 1 node, ${cpus} CPU`))
  }
})
