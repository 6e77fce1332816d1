// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { BootResult } from '../../../../vm/index.js'
import { bootResult } from '../../../../vm/testing/boot-result.js'
import { recordBoot } from './boot-record.js'

const boot = (crypto: string): BootResult =>
  bootResult({
    texts: new Map([['crypto', crypto]]),
    events: [
      { kind: 'other', text: 'SeaBIOS' },
      { kind: 'kernel', text: 'Linux version 6.12.0', time: 0.5 },
      { kind: 'initcall', text: 'calling  a @ 1', time: 0.6 },
      { kind: 'content', text: 'name : x' },
      { kind: 'ktap', text: 'ok 1 afalg' },
    ],
    durationMs: 5,
    toInitMs: 3,
    logPath: '/logs/boot.log',
  })

test('lines keep their numbers in the log, and dumps and initcalls are left out', () => {
  const record = recordBoot(boot(''), { kernel: 'stock', scenario: '' })
  expect(record.console).toEqual([
    { line: 1, text: 'SeaBIOS' },
    { line: 2, text: '[    0.500000] Linux version 6.12.0' },
    { line: 5, text: 'ok 1 afalg' },
  ])
})

test('algorithms are recorded with the fields of their types, and none of a text that is damaged', () => {
  const text = `name         : sha256
driver       : sha256-generic
module       : kernel
priority     : 100
refcnt       : 1
selftest     : passed
internal     : no
type         : shash
blocksize    : 64
`
  const algorithms = (crypto: string) =>
    recordBoot(boot(crypto), { kernel: 'stock', scenario: '' }).algorithms
  expect(algorithms(text)).toEqual([
    {
      name: 'sha256',
      driver: 'sha256-generic',
      module: 'kernel',
      priority: 100,
      refcnt: 1,
      selftest: 'passed',
      internal: false,
      fips: null,
      approved: null,
      type: 'shash',
      parameters: { blocksize: '64' },
    },
  ])
  expect(algorithms('no table')).toEqual([])
})

test('what the module says of itself is recorded, and which of its algorithms it calls approved', () => {
  const crypto = ['md5', 'sha256']
    .map(
      name =>
        `name : ${name}\ndriver : ${name}-generic\nmodule : fips140\npriority : 100\nrefcnt : 1\nselftest : passed\ninternal : no\ntype : shash\n`,
    )
    .join('\n')
  const services =
    'name: fips140\nversion: 1.0\nhmac(sha256): abcd\nnot approved: md5 md5-generic\napproved: sha256 sha256-generic\n'
  const { module, algorithms } = recordBoot(
    {
      ...boot(crypto),
      texts: new Map([
        ['crypto', crypto],
        ['services', services],
      ]),
    },
    { kernel: 'carved', scenario: '' },
  )
  expect(module).toEqual({ version: '1.0', hmac: 'abcd' })
  expect(algorithms.map(({ approved }) => approved)).toEqual([false, true])
})
