// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInitcallTrace } from './index.js'

test('calls come in the order they began, with result and time', () => {
  const { calls, orphans } = readInitcallTrace(`[    0.051000] smp: Brought up 1 node, 1 CPU
[    0.060000] calling  crypto_algapi_init+0x0/0x80 @ 1
[    0.060100] initcall crypto_algapi_init+0x0/0x80 returned 0 after 12 usecs
[    0.061000][    T1] calling  sha256_generic_mod_init+0x0/0x20 [demo] @ 1\r
[    0.062000][    T1] initcall sha256_generic_mod_init+0x0/0x20 [demo] returned -19 after 1234567 usecs\r
[    0.063000] calling  hangs+0x0/0x10 @ 1
`)
  expect(orphans).toEqual([])
  expect(calls).toEqual([
    { function: 'crypto_algapi_init', module: undefined, pid: 1, returned: 0, usecs: 12, time: 0.06 },
    {
      function: 'sha256_generic_mod_init',
      module: 'demo',
      pid: 1,
      returned: -19,
      usecs: 1234567,
      time: 0.061,
    },
    { function: 'hangs', module: undefined, pid: 1, returned: undefined, usecs: undefined, time: 0.063 },
  ])
})

test('a module loaded during an initcall nests, and two functions of one name are kept apart', () => {
  const { calls } = readInitcallTrace(`calling  init+0x0/0x10 @ 1
calling  init+0x0/0x30 [aes] @ 77
calling  init+0x0/0x20 @ 1
initcall init+0x0/0x20 returned 2 after 1 usecs
initcall init+0x0/0x30 [aes] returned 3 after 1 usecs
initcall init+0x0/0x10 returned 1 after 9 usecs
`)
  expect(calls.map(call => [call.module, call.pid, call.returned])).toEqual([
    [undefined, 1, 1],
    ['aes', 77, 3],
    [undefined, 1, 2],
  ])
})

test('a kernel without kallsyms gives addresses', () => {
  expect(readInitcallTrace('calling  0xffffffff81a00000 @ 1\n').calls[0]?.function).toBe('0xffffffff81a00000')
})

test('an end without a beginning is reported', () => {
  expect(readInitcallTrace('initcall lost+0x0/0x1 returned 0 after 0 usecs\n')).toEqual({
    calls: [],
    orphans: ['initcall lost+0x0/0x1 returned 0 after 0 usecs'],
  })
})

test('a written trace is read back through any noise', () => {
  const call = fc.record({
    function: fc.stringMatching(/^[a-z_][a-z0-9_.]{0,20}$/),
    module: fc.option(fc.constantFrom('demo', 'aes'), { nil: undefined }),
    pid: fc.nat(),
    returned: fc.integer(),
    usecs: fc.nat(),
  })
  fc.assert(
    fc.property(
      fc.array(call),
      fc.string().filter(text => !text.includes('\n')),
      (calls, noise) => {
        const text = calls.map(r => {
          const symbol = `${r.function}+0x0/0x1f${r.module === undefined ? '' : ` [${r.module}]`}`
          return `calling  ${symbol} @ ${r.pid}\n${noise}\ninitcall ${symbol} returned ${r.returned} after ${r.usecs} usecs\n`
        })
        expect(readInitcallTrace(text.join(''))).toEqual({ calls, orphans: [] })
      },
    ),
  )
})
