// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { BootResult } from '../../../vm/index.js'
import { bootResult } from '../../../vm/testing/boot-result.js'
import type { Fault, Promised } from './fault.js'
import { faultCheck } from './fault-check.js'

const event = (text: string) => ({ kind: 'kernel', text }) as unknown as BootResult['events'][number]

const boot = (given: Partial<BootResult>): BootResult =>
  bootResult({
    texts: new Map([
      [
        'crypto',
        'name : n\ndriver : d\nmodule : fips140\npriority : 100\nrefcnt : 1\nselftest : passed\ninternal : no\ntype : shash\n\n',
      ],
    ]),
    ktap: 'KTAP version 1\n1..1\nok 1 afalg\n',
    summary: 'the summary',
    ...given,
  })

const judged = (promised: Promised, given: Partial<BootResult>) => {
  const fault: Fault = { name: 'f', summary: '', append: [], change: () => {}, promised }
  return faultCheck(fault, boot(given))
}

test('a panic has to say what was promised', () => {
  const panics = ['Kernel panic - not syncing: fips140: x']
  const panic = (text: string) => judged({ kind: 'panic', text }, { outcome: 'panic', panics }).status
  expect([panic('fips140: x'), panic('fips140: y')]).toEqual(['pass', 'fail'])
  expect(judged({ kind: 'panic', text: '' }, {}).status).toBe('fail')
})

test('a panic that does not tell why has to come after a line that does', () => {
  const panics = ['Kernel panic - not syncing: error -8']
  const events = [event("version magic 'a' should be 'b'")]
  const because = (because: string) =>
    judged({ kind: 'panic', text: 'error -8', because }, { outcome: 'panic', panics, events })
  expect(because("version magic '… should be '")).toMatchObject({
    status: 'pass',
    evidence: [`${events[0]?.text}; ${panics[0]}`],
  })
  expect(because('Invalid ELF').status).toBe('fail')
})

test('a boot without something is right when nothing else is missing', () => {
  const ktap =
    'KTAP version 1\n1..1\n# 2 algorithms\n# sm3-generic: unknown\n# sm4-generic: unknown\nnot ok 1 crypto-all\n'
  const boots = (...without: string[]) =>
    judged({ kind: 'boots', text: 'failed', without }, { ktap, events: [event('alg: sm3 failed')] })
  expect(boots('sm3', 'sm4')).toMatchObject({ status: 'pass', evidence: ['alg: sm3 failed'] })
  expect(boots('sm3')).toMatchObject({
    status: 'fail',
    differences: ['something else failed as well', 'sm4-generic: unknown'],
  })
})

test('a hang is one after the line that was promised', () => {
  const events = [event('calling  x')]
  const hang = (outcome: BootResult['outcome'], text: string) =>
    judged({ kind: 'hangs', text }, { outcome, events }).status
  expect([hang('hang', 'calling  x'), hang('hang', 'y'), hang('completed', 'calling  x')]).toEqual([
    'pass',
    'fail',
    'fail',
  ])
})

test('a bug of the kernel has to be the one that was promised', () => {
  const events = [event('#PF: error_code(0x0003)')]
  const oops = (text: string, oopses: readonly string[]) =>
    judged({ kind: 'oops', text }, { outcome: 'panic', oopses, events })
  expect(oops('0x0003', ['BUG: x'])).toMatchObject({
    status: 'pass',
    evidence: ['BUG: x; #PF: error_code(0x0003)'],
  })
  expect([oops('0x0002', ['BUG: x']).status, oops('0x0003', []).status]).toEqual(['fail', 'fail'])
})
