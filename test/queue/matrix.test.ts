// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { scratch } from '../../src/formats/testing/scratch.js'
import { kcarve } from '../kcarve.js'
import { leftRunning } from '../processes.js'
import { makeSmallKernels, reuseMatrix, type SmallKernels } from '../small-kernels.js'

// A matrix whose jobs are verdicts on a module of one object, in kernels of a few files.
const dir = scratch()
const file = join(dir, 'kernels.yml')
let small: SmallKernels

beforeAll(async () => {
  small = await makeSmallKernels(dir, 3, [3])
  await writeFile(file, reuseMatrix(small))
})

const cacheAt = (name: string) => ({ XDG_CACHE_HOME: join(dir, name) })
const matrix = (cache: string, ...args: string[]) =>
  kcarve(['matrix', file, ...args], { env: cacheAt(cache) })

interface Printed {
  readonly jobs: readonly {
    readonly tree: string
    readonly state: string
    readonly isKept: boolean
    readonly was: string | null
  }[]
}
const states = (stdout: string) =>
  (JSON.parse(stdout) as Printed).jobs.map(({ tree, state }) => `${tree} ${state}`)
const kept = (stdout: string) => (JSON.parse(stdout) as Printed).jobs.map(({ isKept }) => isKept)

test('jobs are done once, and a kernel that has changed is judged again, and told first when it is worse', async () => {
  const first = await matrix('one', '--json', '-j', '2')
  expect(states(first.stdout)).toEqual(['k1 yes', 'k2 yes', 'k3 no'])
  expect(first.exitCode).toBe(1)
  const second = await matrix('one', '--json')
  expect(kept(second.stdout)).toEqual([true, true, true])
  expect(second.exitCode).toBe(1)
  const header = join(dir, 'k2/include/generated/autoconf.h')
  await writeFile(header, '#define CONFIG_A 7\n')
  const third = await matrix('one')
  await writeFile(header, '#define CONFIG_A 1\n')
  expect(third.stdout).toMatch(/^worse than the run of \d{4}-\d\d-\d\d \d\d:\d\d\n {2}NO {2}k2 {2}/)
  expect(third.stdout).toContain('CONFIG_A is 7, not on')
  expect(third.stdout).toMatch(/\n3 jobs: 1 yes, 2 no; 2 were done before \(/)
})

test('the plan tells what is done and how long the rest may take', async () => {
  const before = await matrix('two', '--dry-run', '-v')
  expect(before.stdout).toMatch(/to do {2}k1 {6}[0-9a-f]{12} {2}reuse module {2}\?\n/)
  expect(before.stdout).toContain('nothing tells how long some of them take')
  const lines = await matrix('two', '--json-lines')
  const printed = lines.stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(printed.map(({ schema }) => schema)).toEqual([
    ...Array(3).fill('kcarve/matrix-job/1'),
    'kcarve/matrix/1',
  ])
  expect((await matrix('two', '--dry-run')).stdout).toContain('nothing to do: 3 jobs done before')
  await writeFile(join(dir, 'k1/name'), 'other')
  const after = await matrix('two', '--dry-run', '--json')
  await writeFile(join(dir, 'k1/name'), 'k1')
  const plan = JSON.parse(after.stdout)
  expect(plan.jobs.map((job: { kept: string | null }) => job.kept)).toEqual([null, 'yes', 'no'])
  expect(plan.estimateMs).toBeGreaterThan(0)
})

test('an interrupted run leaves nothing running or half done, and the next one does what is missing', async () => {
  await writeFile(small.delay, '2')
  // The second one needs no compiler, as it is what the first is.
  const endAt = { text: /ok {2}k2/, signal: 'SIGINT', afterMs: 1000 } as const
  const ended = await kcarve(['matrix', file], { env: cacheAt('three'), endAt })
  await writeFile(small.delay, '0')
  expect(ended).toMatchObject({ exitCode: 130, stdout: '' })
  expect(await leftRunning('XDG_CACHE_HOME', cacheAt('three').XDG_CACHE_HOME)).toEqual([])
  const store = join(dir, 'three/kcarve/matrix')
  expect(await readdir(join(store, 'results'))).toHaveLength(2)
  expect(await readdir(join(store, 'jobs'))).toHaveLength(2)
  expect(await readdir(join(store, 'locks'))).toEqual([])
  const again = await matrix('three', '--json')
  expect(kept(again.stdout)).toEqual([true, true, false])
  expect(states(again.stdout)).toEqual(['k1 yes', 'k2 yes', 'k3 no'])
})

test('report makes a page of it, whose cells lead to the pages of the jobs', async () => {
  await matrix('one')
  const page = join(dir, 'page.html')
  const made = await kcarve(['report', '-o', page, '--json'], { env: cacheAt('one') })
  expect(made).toMatchObject({ exitCode: 0 })
  const text = await readFile(page, 'utf8')
  expect(text).toContain('Not all jobs answered yes')
  const links = [...text.matchAll(/href="([^"#]*report\.html)"/g)].map(([, link = '']) => link)
  expect(links.length).toBeGreaterThanOrEqual(3)
  for (const link of links)
    expect(await readFile(join(dir, link), 'utf8')).toContain('Reuse in another kernel')
})

test('a job that cannot be done has failed, with the reason, and is done again', async () => {
  await rename(small.slow, `${small.slow}.away`)
  const failed = await matrix('four', '--json')
  expect(JSON.parse(failed.stdout).totals).toMatchObject({ jobs: 3, failed: 3 })
  expect(failed.stdout).toContain(`${small.slow} is not installed`)
  await rename(`${small.slow}.away`, small.slow)
  const again = await matrix('four', '--json')
  expect(states(again.stdout)).toEqual(['k1 yes', 'k2 yes', 'k3 no'])
  expect(kept(again.stdout)).toEqual([false, false, false])
})

test('what the file gets wrong has its place, and nothing is done', async () => {
  const refused = async (text: string) => {
    const path = join(dir, 'wrong.yml')
    await writeFile(path, text)
    const { exitCode, stdout, stderr } = await kcarve(['matrix', path], { env: cacheAt('five') })
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    return stderr.replace(/^jobs.*\n/gm, '').replace(path, 'wrong.yml')
  }
  expect(await refused('tree:\n  - kernel: nowhere\n')).toMatch(
    /^kcarve: wrong\.yml:2:5: .*nowhere does not exist\n/,
  )
  expect(await refused('tree:\n  - kernel: k1\ndo: [start]\n')).toMatch(
    /^kcarve: wrong\.yml:2:5: k1 is a kernel that is ready/,
  )
  expect(await refused(`tree: ${dir}\nconfig: tiny\n`)).toMatch(
    /^kcarve: wrong\.yml:2:1: There is no config tiny\n/,
  )
  expect(await refused('tree: a\ndo: {boot: {fault: nosuch}}\n')).toMatch(/^kcarve: wrong\.yml:/)
  expect(await refused(`tree: ${dir}\nexclude: {tree: other}\n`)).toMatch(
    /^kcarve: wrong\.yml:2:1: this excludes nothing/,
  )
  await rm(join(dir, 'wrong.yml'))
})
