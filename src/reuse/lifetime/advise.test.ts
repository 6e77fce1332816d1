// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { ModuleMakeup } from '../../features/module-contract.js'
import type { Reason } from '../reuse-report.js'
import { type AdviseOptions, advise, type ObjectLinks } from './advise.js'
import type { JudgedKernel } from './lifetime-of.js'
import type { ObjectLife, ObjectState } from './lifetime-report.js'

/** A kernel that exports these symbols, with what else was found in it. */
const kernel = (exported: readonly string[], reasons: readonly Partial<Reason>[] = []) =>
  ({ report: { reasons }, exports: new Set(exported) }) as unknown as JudgedKernel

const STATES: Readonly<Record<string, ObjectState>> = { '=': 'same', '~': 'other symbol', x: 'other' }
const object = (name: string, marks: string): ObjectLife => ({
  object: name,
  module: 'fips140',
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
  ],
  algorithms: [
    { name: 'sha256', objects: ['crypto/sha256.o'], letIn: true },
    { name: 'md5', objects: ['crypto/keys/b.o', 'crypto/sha256.o'], letIn: false },
  ],
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
  ],
  links: new Map([
    ['crypto/af_alg.o', links(['kfree'], ['af_alg_accept'])],
    ['crypto/api.o', links(['af_alg_accept'], ['crypto_alloc'])],
  ]),
}

test('what ends together has to go together, and the names that leave out least are found', () => {
  expect(advise(demo)).toEqual([
    { except: [], objects: 5, lives: 1, livesAccepted: 1, algorithms: [], imports: [] },
    {
      except: ['USER_API', 'crypto/keys'],
      objects: 2,
      lives: 1,
      livesAccepted: 3,
      algorithms: [],
      imports: ['af_alg_accept'],
    },
  ])
})

test('an algorithm that goes is told with whether fips=1 lets it in', () => {
  const objects = demo.objects.map(each =>
    each.object === 'crypto/sha256.o' ? object(each.object, '=x=') : each,
  )
  expect(advise({ ...demo, objects })[1]).toMatchObject({
    except: ['SHA256', 'USER_API', 'crypto/keys'],
    algorithms: [
      { name: 'sha256', letIn: true },
      { name: 'md5', letIn: false },
    ],
  })
})

test('an import that is gone ends the objects that need it', () => {
  const judged = [kernel(['kfree']), kernel([]), kernel([])]
  const objects = demo.objects.map(({ object: name }) => object(name, '==='))
  expect(advise({ ...demo, judged, objects }).map(({ except, lives }) => [except, lives])).toEqual([
    [[], 1],
    [['USER_API'], 3],
  ])
})

test('where more than objects breaks the module, or nothing is known, no boundary lives longer', () => {
  for (const reason of [
    { effect: 'breaks', fact: 'struct module' },
    { effect: 'unseen', fact: 'compiled' },
  ] as const) {
    const judged = [kernel(['kfree']), kernel(['kfree'], [reason]), kernel(['kfree'])]
    expect(advise({ ...demo, judged }).map(({ lives, livesAccepted }) => [lives, livesAccepted])).toEqual([
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
