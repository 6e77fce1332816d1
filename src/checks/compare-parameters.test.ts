// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compareParameters } from './compare-parameters.js'

test('parameters may neither go nor change, and new ones do no harm', () => {
  const stock = 'cryptomgr\ncryptomgr/notests=N\ntcp\n'
  expect(compareParameters(stock, `${stock}demo\n`)).toMatchObject({
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
  for (const name of [
    ...['workqueue/cpu_intensive_thresh_us', 'dm_bufio/max_cache_size_bytes'],
    ...['fuse/max_user_bgreq', 'damon_stat/kdamond_pid', 'damon_stat/memory_idle_ms_percentiles'],
  ]) {
    const at = (value: number) => `x\n${name}=${value}\n`
    expect(compareParameters(at(10000), at(160000)).status).toBe('pass')
  }
  const enabled = (value: string) =>
    compareParameters(`damon_stat/enabled=Y\n`, `damon_stat/enabled=${value}\n`)
  expect(enabled('N').status).toBe('fail')
})
