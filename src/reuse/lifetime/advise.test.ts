// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { ModuleMakeup } from '../../features/module-contract.js'
import type { Reason } from '../reuse-report.js'
import { type AdviseOptions, advise, type ObjectLinks } from './advise.js'
import type { JudgedKernel } from './lifetime-of.js'
import type { ObjectLife, ObjectState } from './lifetime-report.js'

/** A kernel whose vmlinux exports these symbols, with what else was found in it; its module has the rest. */
const kernel = (exported: readonly string[], reasons: readonly Partial<Reason>[] = []) =>
  ({
    report: { reasons },
    recompiled: new Map([['demo', { problem: null, differences: [], objects: [] }]]),
    exports: new Map<string, { readonly provider: string }>([
      ...['af_alg_accept', 'sha256_update'].map(name => [name, { provider: 'demo' }] as const),
      ...exported.map(name => [name, { provider: 'vmlinux' }] as const),
    ]),
  }) as unknown as JudgedKernel

const STATES: Readonly<Record<string, ObjectState>> = { '=': 'same', '~': 'other symbol', x: 'other' }
const object = (name: string, marks: string): ObjectLife => ({
  object: name,
  module: 'demo',
  states: [...marks].map(mark => STATES[mark] as ObjectState),
  ends: null,
})
const links = (needs: readonly string[], defines: readonly string[]): ObjectLinks => ({
  needs: new Set(needs),
  defines: new Set(defines),
})

const makeup: ModuleMakeup = {
  leavable: [
    { name: 'crypto/keys', objects: ['crypto/keys/a.o', 'crypto/keys/b.o'] },
    { name: 'KEYS_B', objects: ['crypto/keys/b.o'] },
    { name: 'USER_API', objects: ['crypto/af_alg.o'] },
    { name: 'SHA256', objects: ['crypto/sha256.o'] },
    { name: 'HMAC', objects: ['crypto/hmac.o'] },
  ],
  algorithms: [
    { name: 'sha256', objects: ['crypto/sha256.o'], letIn: true },
    { name: 'md5', objects: ['crypto/keys/b.o', 'crypto/sha256.o'], letIn: false },
    { name: 'hmac', objects: ['crypto/hmac.o'], letIn: true },
  ],
  duties: [{ name: 'self-tests', objects: ['crypto/sha256.o'] }],
}
const demo: AdviseOptions = {
  judged: [kernel(['kfree']), kernel(['kfree']), kernel(['kfree'])],
  makeup,
  imports: new Set(['kfree']),
  objects: [
    object('crypto/keys/a.o', '=xx'),
    object('crypto/keys/b.o', '==='),
    object('crypto/af_alg.o', '=xx'),
    object('crypto/sha256.o', '==='),
    object('crypto/api.o', '=~~'),
    object('crypto/hmac.o', '==='),
  ],
  exports: new Set(['af_alg_accept', 'sha256_update']),
  links: new Map([
    ['crypto/af_alg.o', links(['kfree'], ['af_alg_accept'])],
    ['crypto/api.o', links(['af_alg_accept'], ['crypto_alloc'])],
    ['crypto/sha256.o', links([], ['sha256_update'])],
    ['crypto/hmac.o', links(['sha256_update'], [])],
  ]),
}

test('what ends together has to go together, and the names that leave out least are found', () => {
  expect(advise(demo)).toEqual([
    { except: [], objects: 6, lives: 1, livesAccepted: 1, algorithms: [], duties: [], imports: [] },
    {
      except: ['USER_API', 'crypto/keys'],
      objects: 3,
      lives: 1,
      livesAccepted: 3,
      algorithms: [{ name: 'md5', letIn: false, isWhole: false }],
      duties: [],
      imports: ['af_alg_accept'],
    },
  ])
})

test('a name that stands for a part of another is left out', () => {
  const objects = demo.objects.map(each =>
    each.object === 'crypto/keys/b.o' ? object(each.object, '=x=') : each,
  )
  expect(advise({ ...demo, objects })?.[1]?.except).toEqual(['USER_API', 'crypto/keys'])
})

test('algorithms that go are told, whole or in part, with whether fips=1 lets them in', () => {
  const objects = demo.objects.map(each =>
    each.object === 'crypto/sha256.o' ? object(each.object, '=x=') : each,
  )
  expect(advise({ ...demo, objects })?.[1]).toMatchObject({
    except: ['SHA256', 'USER_API', 'crypto/keys'],
    algorithms: [
      { name: 'sha256', letIn: true, isWhole: true },
      { name: 'md5', letIn: false, isWhole: true },
      { name: 'hmac', letIn: true, isWhole: false },
    ],
    duties: ['self-tests'],
    imports: ['af_alg_accept', 'sha256_update'],
  })
})

test('what could not be linked is not advised, nor what leaves nothing, nor a kernel that lacks what is newly imported', () => {
  expect(advise({ ...demo, exports: new Set() })).toHaveLength(1)
  const all = demo.objects.map(({ object: name }) => object(name, '=xx'))
  expect(advise({ ...demo, objects: all })).toHaveLength(1)
  const without = { ...kernel(['kfree']), exports: new Map([['kfree', { provider: 'vmlinux' }]]) }
  const judged = [kernel(['kfree']), kernel(['kfree']), without]
  expect(advise({ ...demo, judged })?.[1]).toMatchObject({ livesAccepted: 2 })
})

test('nothing is advised where no code was seen', () => {
  const objects = demo.objects.map(each => ({ ...each, states: ['not seen', 'not seen'] as const }))
  expect(advise({ ...demo, objects })).toBe(null)
  expect(advise({ ...demo, objects: [] })).toBe(null)
})

test('an import that is gone ends the objects that need it', () => {
  const judged = [kernel(['kfree']), kernel([]), kernel([])]
  const objects = demo.objects.map(({ object: name }) => object(name, '==='))
  expect(advise({ ...demo, judged, objects })?.map(({ except, lives }) => [except, lives])).toEqual([
    [[], 1],
    [['USER_API'], 3],
  ])
})

test('an import that a module exports is not there when this one is loaded', () => {
  const elsewhere = { ...kernel([]), exports: new Map([['kfree', { provider: 'slab' }]]) }
  expect(advise({ ...demo, judged: [elsewhere, elsewhere, elsewhere] })?.[0]).toMatchObject({ lives: 0 })
})

test('what is part of the compiled code is not unknown where that was compared', () => {
  const judged = [
    kernel(['kfree']),
    kernel(
      ['kfree'],
      [
        { effect: 'breaks', fact: 'compiled' },
        { effect: 'unseen', fact: 'features' },
      ],
    ),
    kernel(['kfree']),
  ]
  expect(advise({ ...demo, judged })?.[1]).toMatchObject({ livesAccepted: 3 })
})

test('where more than objects breaks the module, or nothing is known, no boundary lives longer', () => {
  for (const reason of [
    { effect: 'breaks', fact: 'struct module' },
    { effect: 'unseen', fact: 'btf' },
  ] as const) {
    const judged = [kernel(['kfree']), kernel(['kfree'], [reason]), kernel(['kfree'])]
    expect(advise({ ...demo, judged })?.map(({ lives, livesAccepted }) => [lives, livesAccepted])).toEqual([
      [1, 1],
    ])
  }
})

test('an object that no name leaves out ends every boundary', () => {
  const objects = demo.objects.map(each =>
    each.object === 'crypto/api.o' ? object(each.object, '=xx') : each,
  )
  expect(advise({ ...demo, objects })).toHaveLength(1)
})
