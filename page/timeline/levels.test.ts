// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { TracedBoot } from '../page-data.js'
import { levelsOf } from './levels.js'

const boot = (kernel: 'stock' | 'carved', ...calls: string[]): TracedBoot => ({
  kernel,
  scenario: '',
  initcalls: calls.map(call => {
    const [name = '', level = '', usecs = '0', module] = call.split(' ')
    return { function: name, level, usecs: Number(usecs), module: module ?? null, time: null, returned: 0 }
  }),
})
const boots = [
  boot('stock', 'late 7 5', 'root rootfs 1', 'aes 4 20', 'net 4 10', 'first early 1'),
  boot('carved', 'aes 4 30 fips140', 'net 4 10'),
]

test('levels come in the order in which the kernel goes through them, with what it calls them', () => {
  expect(levelsOf(boots, '', 'usecs').map(({ name, title }) => [name, title])).toEqual([
    ['early', 'before SMP'],
    ['4', 'subsys'],
    ['rootfs', ''],
    ['7', 'late'],
  ])
})

test('bars follow each other in both lanes, and the twins of moved ones are known', () => {
  const subsys = levelsOf(boots, '', 'usecs')[1]
  expect(
    subsys?.lanes.map(({ usecs, bars }) => [usecs, bars.map(({ start, kind }) => [start, kind])]),
  ).toEqual([
    [
      30,
      [
        [0, 'twin'],
        [20, 'stock'],
      ],
    ],
    [
      40,
      [
        [0, 'carved'],
        [30, 'stock'],
      ],
    ],
  ])
})

test('of one width, lanes are as long as they have bars, and still tell how long they took', () => {
  const [stock] = levelsOf(boots, '', 'same')[1]?.lanes ?? []
  expect([stock?.width, stock?.usecs]).toEqual([2, 30])
})

test('a boot that was not traced has no levels', () => {
  expect(levelsOf(boots, 'fips=1', 'usecs')).toEqual([])
})
