// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { Finding, ReuseReport, Verdict } from '../reuse-report.js'
import type { RecompileResult } from '../witness/witness.js'
import { type JudgedKernel, lifetimeOf } from './lifetime-of.js'

const OBJECTS = ['crypto/a.o', 'crypto/b.o']

/** A kernel in which the module `demo` has a verdict, and of which these objects are other code. */
function judged(
  release: string,
  verdict: Verdict,
  other: readonly string[],
  findings: readonly Finding[] = [],
) {
  const report = {
    verdict,
    kernel: { path: `/k/${release}`, kind: 'tree', release, arch: 'x86_64', exports: 1 },
    reasons: [],
    modules: [
      { path: 'demo.ko', name: 'demo', verdict, findings, crcs: { changed: 0, compared: 0, total: 0 } },
    ],
  } as unknown as ReuseReport
  const differences = other.map(object => ({ object, text: `${object}: f() in ${release}` }))
  const result: RecompileResult = { problem: null, differences, objects: OBJECTS }
  return {
    report,
    recompiled: new Map([['demo', result]]),
    exports: new Map([['old', { provider: 'vmlinux' }]]),
  } satisfies JudgedKernel
}

test('a module lives until the first kernel in which it does not fit, and each object has an end of its own', () => {
  const life = lifetimeOf([
    judged('1', 'fits', []),
    judged('2', 'breaks', ['crypto/b.o']),
    judged('3', 'breaks', OBJECTS),
  ])
  expect(life.verdict).toBe('breaks')
  expect(life.modules).toEqual([
    { name: 'demo', objects: 2, verdicts: ['fits', 'breaks', 'breaks'], lives: 1, reasons: [] },
  ])
  expect(life.objects).toEqual([
    {
      object: 'crypto/a.o',
      module: 'demo',
      states: ['same', 'same', 'other'],
      ends: { kernel: 2, text: 'crypto/a.o: f() in 3' },
    },
    {
      object: 'crypto/b.o',
      module: 'demo',
      states: ['same', 'other', 'other'],
      ends: { kernel: 1, text: 'crypto/b.o: f() in 2' },
    },
  ])
})

test('what ends it and is not about an object is told of the kernel that it ends in', () => {
  const gone: Finding = { fact: 'imports', effect: 'breaks', text: 'x is not exported by the kernel' }
  const compiled: Finding = { fact: 'compiled', effect: 'breaks', text: 'crypto/a.o: f()' }
  const unseen: Finding = { fact: 'sections', effect: 'unseen', text: 'the kernel has no BTF' }
  const refused: Finding = { fact: 'crcs', effect: 'refused', text: 'imports have other CRCs' }
  const life = lifetimeOf([
    judged('1', 'fits', [], [refused]),
    judged('2', 'breaks', ['crypto/a.o'], [gone, compiled, unseen, refused]),
    judged('3', 'fits', []),
  ])
  // That it fits again later does not count: nobody skips a kernel in which it broke.
  expect(life.modules[0]).toMatchObject({ lives: 1, reasons: [gone.text] })
  const open = lifetimeOf([judged('1', 'not proven', [], [unseen, refused])])
  expect(open.modules[0]).toMatchObject({ lives: 0, reasons: [unseen.text] })
})

test('an object that refers to another symbol is told apart, while the kernel exports that of the module', () => {
  const kernel = judged('1', 'to accept', [])
  const symbols = [{ from: 'old', to: 'new' }]
  const differences = [{ object: 'crypto/a.o', text: 'crypto/a.o: .text', symbols }]
  const recompiled = new Map([['demo', { problem: null, differences, objects: OBJECTS }]])
  const life = lifetimeOf([
    { ...kernel, recompiled },
    { ...kernel, recompiled, exports: new Map() },
  ])
  expect(life.verdict).toBe('to accept')
  expect(life.objects[0]?.states).toEqual(['other symbol', 'other'])
  expect(life.objects[0]?.ends?.kernel).toBe(0)
  // What somebody has accepted ends nothing.
  const accepted = { ...kernel, report: { ...kernel.report, accepted: true }, recompiled }
  const later = lifetimeOf([accepted, { ...accepted, exports: new Map() }])
  expect(later.objects[0]?.ends?.kernel).toBe(1)
  expect(lifetimeOf([accepted]).objects[0]?.ends).toBe(null)
})

test('what was not compiled, or not to what is shipped, was not seen', () => {
  const image = { ...judged('1', 'not proven', []), recompiled: undefined }
  const other = judged('2', 'not proven', [])
  const unlike = {
    ...other,
    recompiled: new Map([
      ['demo', { problem: 'the compiler is another', differences: [], objects: OBJECTS }],
    ]),
  }
  const life = lifetimeOf([image, unlike, judged('3', 'fits', [])])
  expect(life.verdict).toBe('not proven')
  expect(life.objects.map(({ states, ends }) => [states, ends])).toEqual(
    OBJECTS.map(() => [['not seen', 'not seen', 'same'], null]),
  )
  expect(lifetimeOf([image]).objects).toEqual([])
})
