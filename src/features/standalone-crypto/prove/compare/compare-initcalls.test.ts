// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { readInitcallTrace } from '../../../../formats/initcall-trace/index.js'
import { compareInitcalls } from './compare-initcalls.js'

/** Calls as initcall_debug prints them: `name`, `name result`. */
const trace = (...calls: string[]) =>
  readInitcallTrace(
    calls
      .flatMap(call => {
        const [name = '', result = '0', module] = call.split(' ')
        const symbol = `${name}+0x0/0x10${module === undefined ? '' : ` [${module}]`}`
        return [`calling  ${symbol} @ 1`, `initcall ${symbol} returned ${result} after 5 usecs`]
      })
      .join('\n'),
  )
const stock = trace('first', 'sha1_init', 'aes_init -19', 'last')

test('the same sequence passes, our stubs and the module that runs a call left out', () => {
  const nested = `calling  fips140_group_4+0x0/0x10 @ 1
calling  sha1_init+0x0/0x10 [fips140] @ 1
initcall sha1_init+0x0/0x10 [fips140] returned 0 after 1 usecs
calling  aes_init+0x0/0x10 [fips140] @ 1
initcall aes_init+0x0/0x10 [fips140] returned -19 after 1 usecs
initcall fips140_group_4+0x0/0x10 returned 0 after 9 usecs
calling  some_module_init+0x0/0x10 [serpent] @ 77
initcall some_module_init+0x0/0x10 [serpent] returned 0 after 1 usecs
`
  const first = 'calling  first+0x0/0x10 @ 1\ninitcall first+0x0/0x10 returned 0 after 1 usecs\n'
  const last = first.replaceAll('first', 'last')
  const check = compareInitcalls(stock, readInitcallTrace(first + nested + last))
  expect(check).toMatchObject({ status: 'pass', differences: [] })
  expect(check.evidence).toEqual(['4 initcalls compared, 2 of them in fips140'])
})

test('calls that are lost, new or elsewhere are named with their neighbour', () => {
  const check = compareInitcalls(stock, trace('sha1_init', 'first', 'new_init', 'last'))
  expect(check.differences).toHaveLength(3)
  expect(check.differences).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^(?:first|sha1_init) is out of order, /),
      'new_init is new, after first',
      'aes_init does not run',
    ]),
  )
})

test('a result that differs is a difference', () => {
  const check = compareInitcalls(stock, trace('first', 'sha1_init', 'aes_init', 'last'))
  expect(check.differences).toEqual(['aes_init returned 0, stock has -19'])
})

test('what the design moves is left out', () => {
  const check = compareInitcalls(stock, trace('sha1_init', 'aes_init -19', 'last', 'first'), ['first'])
  expect(check.status).toBe('pass')
  expect(check.evidence).toContain('moved by design: first')
})

test('a trace that was not printed proves nothing', () => {
  expect(compareInitcalls(trace(), trace()).status).toBe('fail')
})
