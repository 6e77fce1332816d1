// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { Crossing } from '../../src/report-page/pieces.js'
import { flowsOf, groupingsFor } from './flows.js'
import { fittingGrouping, groupOf } from './group-of.js'
import { layoutOf } from './layout.js'

test('objects belong to directories, an architecture is one name, and crypto/ is many', () => {
  const groups = (object: string) => ([1, 2, 3] as const).map(detail => groupOf(object, detail))
  expect(groups('net/ipv4/ah4.o')).toEqual(['net', 'net/ipv4', 'net/ipv4/ah4'])
  expect(groups('drivers/nvme/host/auth.o')).toEqual(['drivers', 'drivers/nvme', 'drivers/nvme/host/auth'])
  expect(groups('arch/x86/crypto/aesni.o')).toEqual(['arch/x86', 'arch/x86/crypto', 'arch/x86/crypto/aesni'])
  expect(groups('mm/slab.o')).toEqual(['mm', 'mm', 'mm/slab'])
  expect(groups('crypto/api.o')).toEqual(['crypto', 'crypto/api', 'crypto/api'])
  expect(groupOf(null, 1)).toBe('linker or library')
})

test('what does not fit is put together, the rarest first', () => {
  const objects = ['a/b/1.o', 'a/b/2.o', 'c/d/1.o', 'e/f/1.o', 'g/h/1.o']
  expect(objects.map(fittingGrouping(objects, 5))).toEqual(['a/b/1', 'a/b/2', 'c/d/1', 'e/f/1', 'g/h/1'])
  expect(objects.map(fittingGrouping(objects, 4))).toEqual(['a/b', 'a/b', 'c/d', 'e/f', 'g/h'])
  expect(objects.map(fittingGrouping(objects, 3))).toEqual(['a/b', 'a/b', 'c/d', '2 others', '2 others'])
})

const crossing = (name: string, definedIn: string, ...objects: string[]): Crossing => ({
  name,
  kind: 'function',
  direction: 'in',
  definedIn,
  users: objects.map(object => ({ object, from: [{ name: 'f', references: 1 }] })),
})
const symbols = [
  crossing('digest', 'crypto/shash.o', 'net/ipv4/ah4.o', 'net/ipv4/esp4.o', 'mm/slab.o'),
  crossing('alloc', 'crypto/api.o', 'net/ipv4/ah4.o'),
]

test('a symbol counts once for each two parts that it connects', () => {
  const { users, edges } = flowsOf(symbols, groupingsFor(symbols, 2))
  expect(users.map(({ name, count }) => [name, count])).toEqual([
    ['net/ipv4', 2],
    ['mm', 1],
  ])
  expect(edges.map(({ user, definer, symbols: of }) => [user, definer, of.length])).toEqual([
    ['net/ipv4', 'crypto/shash', 1],
    ['mm', 'crypto/shash', 1],
    ['net/ipv4', 'crypto/api', 1],
  ])
})

test('parts do not overlap, and ribbons stay within their parts', () => {
  const { users, definers, ribbons, height } = layoutOf(flowsOf(symbols, groupingsFor(symbols, 3)))
  for (const side of [users, definers]) {
    side.forEach((part, index) => {
      const next = side[index + 1]
      expect(part.top + part.height).toBeLessThanOrEqual(next?.top ?? height + 0.001)
    })
  }
  for (const { edge, from, thickness } of ribbons) {
    const part = users.find(({ name }) => name === edge.user)
    expect(from).toBeGreaterThanOrEqual(part?.top ?? Number.NaN)
    expect(from + thickness).toBeLessThanOrEqual((part?.top ?? 0) + (part?.height ?? 0) + 0.001)
  }
})

test('nothing is drawn as nothing', () => {
  expect(layoutOf(flowsOf([], groupingsFor([], 'auto')))).toMatchObject({ height: 0, ribbons: [] })
})

test('what was put together comes last, however much it is', () => {
  const many = Array.from({ length: 40 }, (_, n) => crossing(`s${n}`, 'crypto/api.o', `part${n}/a/b.o`))
  const { users } = flowsOf(many, groupingsFor(many, 'auto'))
  expect([users.length, users.at(-1)]).toEqual([28, { name: '13 others', count: 13, weight: 13 }])
})
