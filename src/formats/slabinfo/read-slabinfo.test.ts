// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { readSlabinfo } from './index.js'

const SLABINFO = `slabinfo - version: 2.1
# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>
ext4 inode           3     27   1176   27    8 : tunables    0    0    0 : slabdata      1      1      0
kmalloc-part-05-192     21     21    192   21    1 : tunables    0    0    0 : slabdata      1      1      0
kmalloc-8k             8      8   8192    4    8 : tunables    0    0    0 : slabdata      2      2      0
`

test('every cache has its name and counts', () => {
  expect(readSlabinfo(SLABINFO)).toEqual([
    { name: 'ext4 inode', active_objs: 3, num_objs: 27, objsize: 1176 },
    { name: 'kmalloc-part-05-192', active_objs: 21, num_objs: 21, objsize: 192 },
    { name: 'kmalloc-8k', active_objs: 8, num_objs: 8, objsize: 8192 },
  ])
  expect(readSlabinfo('')).toEqual([])
})

test('a line that is none names its offset', () => {
  expect(() => readSlabinfo('slabinfo - version: 2.1\nhello\n')).toThrow(
    'cache at offset 24: "hello" is no line of /proc/slabinfo',
  )
})

test('any text gives a value or a format error', () => {
  const line = fc.constantFrom(...SLABINFO.split('\n'))
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string())), lines =>
      valueOrFormatError(() => readSlabinfo(lines.join('\n'))),
    ),
    { numRuns: 500 },
  )
})
