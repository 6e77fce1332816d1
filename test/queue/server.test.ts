// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { scratch } from '../../src/formats/testing/scratch.js'
import type { Job } from '../../src/matrix/index.js'
import { jobIdentity } from '../../src/matrix/index.js'
import { putJobs, queueServer } from '../../src/queue/index.js'
import { kcarve } from '../kcarve.js'
import { makeSmallKernels, reuseMatrix } from '../small-kernels.js'
import { redisServer } from './redis.js'
import { startWorker } from './worker.js'

// What a user is told of a queue that cannot be used, and what a worker refuses.
const dir = scratch()
const file = join(dir, 'kernels.yml')

beforeAll(async () => {
  writeFileSync(file, reuseMatrix(await makeSmallKernels(dir, 1)))
})

const put = (queue: string, env: Readonly<Record<string, string>> = {}) =>
  kcarve(['matrix', file, '--queue', queue], { env: { XDG_CACHE_HOME: join(dir, 'cache'), ...env } })

const lastLines = (stderr: string) => stderr.slice(stderr.indexOf('kcarve: '))

test('a queue that is out of reach, or wants another password, is told in a line', async () => {
  const server = await redisServer(join(dir, 'password'), '--requirepass', 'secret')
  expect(lastLines((await put(`redis://127.0.0.1:${server.port}`)).stderr)).toBe(
    `kcarve: the queue at redis://127.0.0.1:${server.port} cannot be used: connect ECONNREFUSED 127.0.0.1:${server.port}\n`,
  )
  await server.start()
  for (const user of ['', ':wrong@']) {
    const { exitCode, stderr } = await put(`redis://${user}127.0.0.1:${server.port}`)
    expect(lastLines(stderr)).toMatch(
      /^kcarve: the queue at redis:\/\/127\S+ cannot be used: (?:NOAUTH|WRONGPASS)[^\n]*\n {2}name user and password/,
    )
    expect(stderr).not.toContain('wrong@')
    expect(exitCode).toBe(2)
  }
  await server.stop()
})

test('a server in protected mode is told from one that is not there', async () => {
  const server = createServer(socket => socket.end('-DENIED Redis is running in protected mode\r\n'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  expect(lastLines((await put(`redis://127.0.0.1:${port}`)).stderr)).toMatch(
    /cannot be used: [^\n]+\n {2}a server without a password answers on its own machine only; one with TLS wants rediss:\/\/\n/,
  )
  server.close()
})

test('a queue that is full is told in a line', async () => {
  const server = await redisServer(join(dir, 'full'), '--maxmemory', '100kb')
  await server.start()
  const { exitCode, stderr } = await put(`redis://127.0.0.1:${server.port}`)
  expect(lastLines(stderr)).toMatch(/^kcarve: the queue at \S+ is full: OOM command not allowed[^\n]*\n/)
  expect(exitCode).toBe(2)
  await server.stop()
})

test('with TLS, the authority of the server’s certificate must be known', async () => {
  const tls = join(dir, 'tls')
  mkdirSync(tls)
  const [key, certificate] = [join(tls, 'key.pem'), join(tls, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync(
    'openssl',
    ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject],
    { stdio: 'ignore' },
  )
  const server = await redisServer(
    tls,
    '--tls-port',
    'PORT',
    '--tls-cert-file',
    certificate,
    '--tls-key-file',
    key,
    '--tls-ca-cert-file',
    certificate,
    '--tls-auth-clients',
    'no',
  )
  await server.start()
  const url = `rediss://127.0.0.1:${server.port}`
  expect(lastLines((await put(url)).stderr)).toMatch(
    /cannot be used: self-signed certificate\n {2}NODE_EXTRA_CA_CERTS=FILE/,
  )
  const worker = startWorker(0, join(dir, 'tls cache'), ['--queue', url, '--idle', '3'], {
    NODE_EXTRA_CA_CERTS: certificate,
  })
  const done = await put(url, { NODE_EXTRA_CA_CERTS: certificate })
  expect(done.stdout).toContain('1 job: 1 yes')
  expect(await worker.ended).toBe(0)
  await server.stop()
})

test('jobs of another kcarve are refused with a line on both sides, and what is no job is never run', async () => {
  const server = await redisServer(join(dir, 'versions'))
  await server.start()
  const worker = startWorker(server.port, join(dir, 'versions cache'))
  await worker.says(/takes jobs/)
  const identity = ['gcc', 'ld']
    .map(program => execFileSync(program, ['--version'], { encoding: 'utf8' }).split('\n')[0])
    .join(', ')
  const job: Job = {
    cell: { tree: 'k1', config: '', arch: '', toolchain: '', do: 'reuse' },
    kcarve: { version: '9.9.9', digest: 'f'.repeat(64) },
    source: { kind: 'kernel', path: join(dir, 'k1'), sha256: 'a'.repeat(64) },
    config: null,
    arch: 'x86_64',
    toolchain: { identity },
    action: {
      kind: 'reuse',
      archive: join(dir, 'module'),
      sha256: 'a'.repeat(64),
      accept: false,
      witness: true,
    },
    keep: [],
  }
  const stop = new AbortController()
  const told: string[] = []
  const failed: string[] = []
  const waiting = (id: string, given: Job) =>
    putJobs([{ id, job: given }], {
      ...{
        server: queueServer(`redis://127.0.0.1:${server.port}`),
        signal: stop.signal,
        again: false,
        sweepMs: 200,
      },
      onProgress: (_, { refused }) => void (refused !== undefined && told.push(refused)),
      onOutcome: async (_, outcome) => void (outcome.kind === 'failed' && failed.push(outcome.reason)),
      onTrouble: line => void told.push(line),
    })
  const refused = waiting(jobIdentity(job), job)
  await worker.says(/refused a job: it is for kcarve 9\.9\.9 \(ffffffff\), this worker is kcarve /)
  const ours = /this worker is kcarve (\S+) \(/.exec(worker.output())?.[1] ?? ''
  expect(ours).not.toBe('')
  // One that says nothing of a version, or asks for something else, or carries another name, ends for good.
  const { kcarve: _, ...nameless } = job
  await waiting('0'.repeat(32), { ...nameless, action: { kind: 'sh', script: 'id' } } as unknown as Job)
  expect(failed).toEqual([expect.stringMatching(/^not a job: /)])
  stop.abort()
  await expect(refused).rejects.toThrow()
  expect(told).toEqual([expect.stringContaining('it is for kcarve 9.9.9')])
  worker.kill('SIGTERM')
  await worker.ended
  await server.stop()
})
