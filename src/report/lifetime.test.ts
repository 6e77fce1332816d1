// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { LifetimeReport } from '../reuse/index.js'
import { lifetimeText } from './lifetime.js'

const kernel = (release: string) => ({
  path: `/k/${release}`,
  kind: 'tree' as const,
  release: `${release}+deb12-amd64`,
  arch: 'x86_64',
  exports: 1,
  verdict: 'fits' as const,
})
const report: LifetimeReport = {
  verdict: 'breaks',
  accepted: false,
  kernels: [kernel('6.12.111'), kernel('6.12.115')],
  modules: [
    { name: 'af_alg', objects: 1, verdicts: ['fits', 'breaks'], lives: 1, reasons: ['x is not exported'] },
    { name: 'gcm', objects: 1, verdicts: ['fits', 'fits'], lives: 2, reasons: [] },
  ],
  objects: [
    {
      object: 'crypto/af_alg.o',
      module: 'af_alg',
      states: ['same', 'other'],
      ends: { kernel: 1, text: 'crypto/af_alg.o: f(), 1 instruction' },
    },
    { object: 'crypto/gcm.o', module: 'gcm', states: ['same', 'same'], ends: null },
  ],
  advice: null,
  leftOut: [],
  reasons: [[], []],
}

test('the modules that end lead, then objects by kernels, and what ends each', () => {
  expect(lifetimeText(report)).toBe(`ENDS  1 of 2 modules fit all 2 kernels
  af_alg  fits 1, 6.12.115: breaks
          x is not exported
objects
                   6.12.111  6.12.115
  crypto/af_alg.o  =         x
  1 more object the same in all (-v)
  6.12.115: crypto/af_alg.o: f(), 1 instruction
`)
})

test('of one module that lives there is little to say; verbose lists its objects', () => {
  const [, gcm] = report.modules
  const [, object] = report.objects
  const lives = { ...report, modules: gcm ? [gcm] : [], objects: object ? [object] : [] }
  expect(lifetimeText(lives)).toBe(
    'LIVES  gcm fits 2 of 2 kernels in a row\nobjects\n  none\n  1 object the same in all (-v)\n',
  )
  expect(lifetimeText(lives, { verbose: true })).toContain('  crypto/gcm.o  =         =\n')
  expect(lifetimeText({ ...lives, objects: [] })).toContain(
    'without an archive nothing is known of single objects',
  )
})

test('an object that was not seen everywhere is not said to be the same in all', () => {
  const [, object] = report.objects
  const unseen = object === undefined ? [] : [{ ...object, states: ['same', 'not seen'] as const }]
  expect(lifetimeText({ ...report, objects: unseen })).toMatch(/crypto\/gcm\.o {2}= +\?\n$/)
})

test('boundaries that would live longer come last, with what they give up and the command', () => {
  const as = { algorithms: [], duties: [], imports: [] }
  const advice = [
    { ...as, except: [], objects: 9, lives: 0, livesAccepted: 1 },
    { ...as, except: ['USER_API', 'crypto/keys'], objects: 4, lives: 0, livesAccepted: 2 },
    {
      except: ['SHA256', 'USER_API', 'crypto/keys'],
      objects: 3,
      lives: 2,
      livesAccepted: 2,
      algorithms: [
        { name: 'sha256', letIn: true, isWhole: true },
        { name: 'hmac', letIn: null, isWhole: false },
      ],
      duties: ['self-tests'],
      imports: ['sha256_update'],
    },
  ]
  expect(lifetimeText({ ...report, advice }).split('instruction\n')[1]).toBe(
    `advice: what to leave in vmlinux, and how many of the 2 kernels the rest then fits
  leave out    objects  fits  --accept  given up
  nothing            9     0         1
  USER_API           4     0         2  no algorithm
  crypto/keys
  SHA256             3     2         2  SELF-TESTS
  USER_API                              LET IN BY fips=1: sha256
  crypto/keys                           other algorithms: hmac (in part)
                                        the rest would import 1 symbol of it
  without the self-tests: those of the newer kernel test the old code, and fail where it has been mended since
  kcarve apply TREE --except USER_API,crypto/keys
  kcarve apply TREE --except SHA256,USER_API,crypto/keys
`,
  )
  expect(lifetimeText({ ...report, advice: advice.slice(0, 1) })).toContain('would not help')
  expect(lifetimeText({ ...report, advice, leftOut: ['CRYPTO_PCRYPT'] })).toContain(
    'kcarve apply TREE --except CRYPTO_PCRYPT,',
  )
})
