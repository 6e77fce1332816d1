// SPDX-License-Identifier: GPL-2.0-only
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Job } from '../matrix/index.js'
import { memoryClasses, queueName, queueOf } from './labels.js'
import { packFiles, unpackFiles } from './messages.js'
import { isFull, queueServer } from './server.js'

test.each(['localhost', 'http://host', 'redis://', 'redis://host/x', 'redis://host/1/2'])(
  'a queue is a URL of a server: not %s',
  text => {
    expect(() => queueServer(text)).toThrow('--queue is not a URL such as redis://HOST')
  },
)

test('the name of a server, which is printed, has no password', () => {
  expect(queueServer('rediss://me:secret@host:7000/2').name).toBe('rediss://host:7000')
})

const job = (memory?: number) =>
  ({ arch: 'x86_64', toolchain: { identity: 'gcc 12' }, memory }) as unknown as Job

test('a worker serves the queues of what it has: architecture, compiler, and memory up to its own', () => {
  expect(memoryClasses(6000)).toEqual([0, 1, 2, 4])
  const mine = memoryClasses(6000).map(each => queueName('x86_64', 'gcc 12', each))
  const isMine = (memory?: number) => mine.includes(queueOf(job(memory)))
  expect([undefined, 512, 3000, 4096, 4097].map(isMine)).toEqual([true, true, true, true, false])
  expect(mine).not.toContain(queueName('arm64', 'gcc 12', 0))
  expect(mine).not.toContain(queueName('x86_64', 'gcc 13', 0))
})

test('files of a job travel packed, and nothing else gets out of the packet', () => {
  const files = { '1-start/result.json': '{}', '1-start.log': 'make\n' }
  expect(unpackFiles(packFiles(files))).toEqual(files)
  const packed = (value: unknown) => gzipSync(JSON.stringify(value)).toString('base64')
  for (const name of ['../../etc/x', '1-start/../../x', '/x', 'x'])
    expect(() => unpackFiles(packed({ [name]: '' }))).toThrow()
  expect(() => unpackFiles('no gzip')).toThrow()
})

test('logs stay behind when they are too large', () => {
  const packed = packFiles({ '1-start/result.json': '{}', '1-start.log': 'x'.repeat(33 << 20) })
  expect(Object.keys(unpackFiles(packed))).toEqual(['1-start/result.json'])
})

test('a server that keeps no more is told from other errors', () => {
  expect(isFull(new Error("OOM command not allowed when used memory > 'maxmemory'."))).toBe(true)
  expect(isFull(new Error('READONLY You cannot write against a read only replica'))).toBe(false)
})
