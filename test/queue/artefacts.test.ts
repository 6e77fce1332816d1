// SPDX-License-Identifier: GPL-2.0-only
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scratch } from '../../src/formats/testing/scratch.js'
import { kcarve } from '../kcarve.js'
import { makeSmallKernels, reuseMatrix } from '../small-kernels.js'

// A store that speaks S3 and knows one key, with one bucket.
const dir = scratch()
const file = join(dir, 'kernels.yml')
const stored = join(dir, 'store')
let server: ChildProcess
let endpoint: string
let matrix: string

beforeAll(async () => {
  matrix = reuseMatrix(await makeSmallKernels(dir, 1))
  const program = createRequire(import.meta.url).resolve('s3rver/bin/s3rver.js')
  const args = [
    '--directory',
    stored,
    '--address',
    '127.0.0.1',
    '--port',
    '0',
    '--configure-bucket',
    'kernels',
  ]
  server = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  endpoint = await new Promise(resolve => {
    server.stdout?.on('data', text => {
      said += text
      const [, at] = /listening on (\S+)\n/.exec(said) ?? []
      if (at !== undefined) resolve(`http://${at}`)
    })
  })
})
afterAll(() => void server.kill())

async function runWith(artefacts: string, cache: string, key = 'S3RVER') {
  writeFileSync(file, `${matrix}artefacts: ${artefacts}\nkeep: logs\n`)
  const { exitCode, stdout, stderr } = await kcarve(['matrix', file, '--json'], {
    env: {
      ...{ AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: 'S3RVER', AWS_REGION: 'eu-north-1' },
      ...{ AWS_ENDPOINT_URL: endpoint, XDG_CACHE_HOME: join(dir, cache) },
    },
  })
  const [job] = JSON.parse(stdout || '{"jobs":[]}').jobs
  return { exitCode, job, stderr }
}

const filesIn = (path: string) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()

test('logs and results of a job go into a directory, or into a bucket', async () => {
  const near = await runWith('kept', 'one')
  const directory = join(dir, 'kept', near.job.id, 'logs')
  const names = filesIn(directory)
  expect(names).toContain('1-reuse/result.json')
  const far = await runWith('s3://kernels/nightly/', 'two')
  expect([near.exitCode, far.exitCode, far.job.id]).toEqual([0, 0, near.job.id])
  const bucket = join(stored, 'kernels/nightly', near.job.id, 'logs')
  const objects = filesIn(bucket).filter(name => name.endsWith('._S3rver_object'))
  expect(objects.map(name => name.replace('._S3rver_object', ''))).toEqual(names)
  const said = JSON.parse(readFileSync(join(bucket, '1-reuse/result.json._S3rver_object'), 'utf8'))
  expect(said).toMatchObject(JSON.parse(readFileSync(join(directory, '1-reuse/result.json'), 'utf8')))
})

test('a job whose artefacts cannot be kept has failed, with what the store says', async () => {
  const { exitCode, job } = await runWith('s3://kernels/nightly', 'three', 'wrong')
  expect([exitCode, job.state]).toEqual([1, 'failed'])
  expect(job.failure.text).toMatch(
    /^nothing can be put into s3:\/\/kernels: InvalidAccessKeyId: .*; the machine/,
  )
  const other = await runWith('s3://other', 'three')
  expect(other.job.failure.text).toMatch(/^nothing can be put into s3:\/\/other: NoSuchBucket: /)
  const { stderr, exitCode: refused } = await runWith('s3://K', 'three')
  expect(stderr).toMatch(/kernels\.yml:\d+:\d+: .*not a bucket such as s3:\/\/NAME\/PREFIX/)
  expect(refused).toBe(2)
})
