// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { comparePartitions, type PartitionMode } from './compare-partitions.js'
import { type SlabUsers, slabUsers } from './slab-users.js'

const PARTITIONS = 16
const FUNCTIONS = 24
const nameOf = (partition: number, size: number) =>
  `kmalloc-${partition === 0 ? '' : `part-${String(partition).padStart(2, '0')}-`}${size}`

const SLABINFO = Array.from(
  { length: PARTITIONS },
  (_, partition) =>
    `${nameOf(partition, 192)} ${100 + partition} 200 192 21 1 : tunables 0 0 0 : slabdata 1 1 0\n`,
).join('')

/** What a kernel dumps whose i-th function has two objects in a partition: those of the module, and one of vmlinux. */
function kernel(partition: (index: number) => number, { module = '' } = {}): SlabUsers {
  const callers = Array.from(
    { length: FUNCTIONS },
    (_, index) => `${nameOf(partition(index), 192)} 2 crypto_f${index}${module}\n`,
  )
  return slabUsers(SLABINFO, `${callers.join('')}kmalloc-64 7 alloc_pid\n`)
}
const carved = (partition: (index: number) => number) => kernel(partition, { module: ' [fips140]' })
const compare = (stock: SlabUsers, other: SlabUsers, mode: PartitionMode) =>
  comparePartitions(stock, other, { mode, module: 'fips140' })
const spread = (index: number) => index % PARTITIONS

test('allocations that are spread as in stock pass, chosen by type or at random, with a histogram', () => {
  for (const mode of ['typed', 'random'] as const) {
    const { check, rows } = compare(kernel(spread), carved(spread), mode)
    expect(check.differences).toEqual([])
    expect(check.status).toBe('pass')
    expect(check.evidence[0]).toContain('24 functions of the module: 48 objects in 16 partitions')
    expect(rows).toHaveLength(PARTITIONS)
    expect(rows[1]).toEqual({ partition: 1, stock: 101, carved: 101, moduleStock: 4, moduleCarved: 4 })
  }
})

test('at random, other partitions than in stock are no difference, but all in one are', () => {
  const turned = compare(
    kernel(spread),
    carved(index => (index * 7 + 3) % PARTITIONS),
    'random',
  )
  expect(turned.check.status).toBe('pass')
  const heaped = compare(
    kernel(spread),
    carved(() => 0),
    'random',
  )
  expect(heaped.check).toMatchObject({ id: 'slab-partitions', status: 'fail' })
  expect(heaped.check.differences).toEqual([
    '24 functions of the module use 1 partition, expected at least 6',
  ])
})

test('by type, every function whose objects are elsewhere is a difference', () => {
  const moved = compare(
    kernel(spread),
    carved(index => (index === 5 ? 9 : spread(index))),
    'typed',
  )
  expect(moved.check.differences).toEqual(['crypto_f5: partition 9, stock 5'])
})

test('by type, objects of one kind that only one kernel has alive are no difference', () => {
  const more = slabUsers(SLABINFO, `${nameOf(3, 192)} 1 crypto_f0\n${nameOf(4, 192)} 1 crypto_f0\n`)
  const less = slabUsers(SLABINFO, `${nameOf(4, 192)} 1 crypto_f0 [fips140]\n`)
  expect(compare(more, less, 'typed').check.status).toBe('pass')
})

test('a partition that only one kernel has is a difference', () => {
  const others = { ...carved(spread), partitions: new Map([[0, 100]]) }
  expect(compare(kernel(spread), others, 'random').check.differences).toContain(
    'partition 15 is there in stock only',
  )
})

test('a name that vmlinux has too could be of either and does not count', () => {
  const both = slabUsers(SLABINFO, `${nameOf(3, 192)} 1 init [fips140]\nkmalloc-64 1 init\n`)
  const { check } = compare(slabUsers(SLABINFO, 'kmalloc-64 1 init\n'), both, 'typed')
  expect(check.evidence[0]).toContain('0 functions')
})

test('what cannot be told is skipped, with the reason', () => {
  const silent = slabUsers(SLABINFO, '')
  expect(compare(silent, silent, 'typed').check).toMatchObject({
    status: 'skip',
    evidence: ['the kernels do not tell who allocates what: CONFIG_DEBUG_FS'],
  })
  const few = slabUsers(SLABINFO, 'kmalloc-64 1 crypto_f0 [fips140]\n')
  expect(compare(kernel(spread), few, 'random').check.status).toBe('skip')
})

test('caches of every name are known, and those that are not partitioned are not', () => {
  const line = (name: string) => `${name} 1 2 64 1 1 : tunables 0 0 0 : slabdata 1 1 0\n`
  const names = [
    'kmalloc-8',
    'kmalloc-8k',
    'kmalloc-rnd-07-2k',
    'kmalloc-part-07-96',
    'kmalloc-cg-64',
    'kmalloc-rcl-8',
    'dma-kmalloc-8',
  ]
  expect([...slabUsers(names.map(line).join(''), '').partitions]).toEqual([
    [0, 2],
    [7, 2],
  ])
  const callers = slabUsers('', 'kmalloc-rnd-07-2k 3 f.isra.0 [fips140]\nkmalloc-cg-64 1 g\n').callers
  expect(callers).toEqual([{ name: 'f', module: 'fips140', partition: 7, objects: 3 }])
})
