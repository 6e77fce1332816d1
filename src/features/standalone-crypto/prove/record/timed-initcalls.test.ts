// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readElf, STB_LOCAL, STT_OBJECT } from '../../../../formats/elf/index.js'
import { writeElf } from '../../../../formats/elf/testing/write-elf.js'
import { readInitcallTrace } from '../../../../formats/initcall-trace/index.js'
import { listedInitcalls } from './initcall-levels.js'
import { timedInitcalls } from './timed-initcalls.js'

test('a vmlinux lists its initcalls with their levels, in the order in which they run', () => {
  const names = [
    '__initcall__kmod_late__9_100_setup_v67',
    '__initcall__kmod_core__407_2214_init_hw_perf_eventsearly',
    '__initcall__kmod_main__1_2_noop_syncs4s',
    '__initcall__kmod_initramfs__3_4_populate_rootfsrootfs',
    'not_an_initcall',
  ]
  const symbols = names.map((name, index) => ({
    name,
    st_bind: STB_LOCAL,
    st_type: STT_OBJECT,
    section: 0,
    st_value: BigInt(8 - index),
    st_size: 4,
  }))
  const elf = readElf(writeElf({ sections: [{ name: '.init', data: new Uint8Array(16) }], symbols }))
  expect(listedInitcalls(elf).map(each => [each.function, each.level])).toEqual([
    ['populate_rootfs', 'rootfs'],
    ['noop_syncs', '4s'],
    ['init_hw_perf_events', 'early'],
    ['setup_v6', '7'],
  ])
})

test('what the module runs is of the level of its stub, and two functions of one name keep their own', () => {
  const trace = readInitcallTrace(`[    0.010000] calling  init+0x0/0x10 @ 1
[    0.010010] initcall init+0x0/0x10 returned 0 after 7 usecs
[    0.020000] calling  fips140_group_4+0x0/0x10 @ 1
[    0.020001] calling  aes_init+0x0/0x10 [fips140] @ 1
[    0.020009] initcall aes_init+0x0/0x10 [fips140] returned -19 after 8 usecs
[    0.020010] initcall fips140_group_4+0x0/0x10 returned 0 after 9 usecs
[    0.030000] calling  init+0x0/0x20 @ 1
[    0.030000] calling  serpent_init+0x0/0x20 [serpent] @ 77
`)
  const listed = [
    { function: 'init', level: '1' },
    { function: 'fips140_group_4', level: '4' },
    { function: 'init', level: '6' },
  ]
  expect(timedInitcalls(trace, listed)).toEqual([
    { function: 'init', module: null, level: '1', time: 0.01, usecs: 7, returned: 0 },
    { function: 'aes_init', module: 'fips140', level: '4', time: 0.020001, usecs: 8, returned: -19 },
    { function: 'init', module: null, level: '6', time: 0.03, usecs: null, returned: null },
  ])
  expect(timedInitcalls(trace, [])[0]?.level).toBeNull()
})
