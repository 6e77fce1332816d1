// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareBuiltin, compareParameters, compareResults } from './compare-texts.js'

test('AF_ALG results are compared line by line', () => {
  expect(compareResults('a 1\nb 2\n', 'b 2\na 1\n').status).toBe('pass')
  expect(compareResults('a 1\nb 2\n', 'a 1\nb 3\n').differences).toEqual([
    'only in stock: b 2',
    'only in carved: b 3',
  ])
  expect(compareResults('', '').status).toBe('fail')
})

test('parameters may neither go nor change, and new ones do no harm', () => {
  const stock = 'cryptomgr\ncryptomgr/notests=N\ntcp\n'
  expect(compareParameters(stock, `${stock}fips140\n`)).toMatchObject({
    status: 'pass',
    evidence: ['2 modules and 1 parameter in /sys/module'],
  })
  expect(compareParameters(stock, 'cryptomgr\ncryptomgr/notests=Y\n').differences).toEqual([
    'parameter cryptomgr/notests is Y, stock has N',
    '/sys/module/tcp is gone',
  ])
  expect(compareParameters(stock, 'cryptomgr\ntcp\n').differences).toEqual([
    'parameter cryptomgr/notests is gone',
  ])
})

test('a parameter that is measured at boot does not count', () => {
  for (const name of ['workqueue/cpu_intensive_thresh_us', 'dm_bufio/max_cache_size_bytes']) {
    const at = (value: number) => `x\n${name}=${value}\n`
    expect(compareParameters(at(10000), at(160000)).status).toBe('pass')
  }
})

test('names in modules.builtin are compared', () => {
  expect(compareBuiltin(['ctr', 'gcm'], ['gcm', 'ctr']).status).toBe('pass')
  expect(compareBuiltin(['ctr'], ['fips140']).differences).toEqual(['ctr is missing', 'fips140 is new'])
})
