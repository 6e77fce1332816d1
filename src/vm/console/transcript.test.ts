// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readKtap } from '../../formats/ktap/index.js'
import { classifyLine } from './classify-line.js'
import { transcriptOf } from './transcript.js'

const transcript = (text: string) => transcriptOf(text.trim().split('\n').map(classifyLine))

test('texts, results and end are taken out of the console', () => {
  const { release, texts, ktap, done, kernelSpoke } = transcript(`
[    0.000000] Linux version 6.12.117
@@kcarve up 6.12.117
@@kcarve begin crypto
|name         : aes
[    9.000000] a line of the kernel in between
|
@@kcarve end crypto
KTAP version 1
1..1
# 1 algorithm
ok 1 crypto-all
@@kcarve begin modules
@@kcarve end modules
@@kcarve done`)
  expect(release).toBe('6.12.117')
  expect([...texts]).toEqual([
    ['crypto', 'name         : aes\n\n'],
    ['modules', ''],
  ])
  expect(readKtap(ktap)).toMatchObject({ ok: true, summary: { passed: 1 } })
  expect({ done, kernelSpoke }).toEqual({ done: true, kernelSpoke: true })
})

test('a text that was cut short is absent', () => {
  const { texts, done, panics } = transcript(`
@@kcarve begin crypto
|name         : aes
[    9.000000] Kernel panic - not syncing: demo`)
  expect(texts.size).toBe(0)
  expect(done).toBe(false)
  expect(panics).toEqual(['Kernel panic - not syncing: demo'])
})

test('a machine that said nothing has no kernel', () => {
  expect(transcript('qemu: invalid kernel header').kernelSpoke).toBe(false)
})
