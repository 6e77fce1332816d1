// SPDX-License-Identifier: GPL-2.0-only
import { row, stockPlus, timesStock } from '../lib/row.mjs'

export const title = 'Boot, memory and sizes'
export const method =
  'as `kcarve prove` measures: instructions by a TCG plugin, the median of five seeds; memory from /proc/meminfo after caches were dropped, in a machine of 512 MiB; sections without padding'

export async function measureSection({ proof }) {
  const { sizes } = await proof()
  return sizes.map(({ name, unit, stock, carved }) =>
    row(name, unit, { stock: stock ?? null, carved: carved ?? null }, targetOf(name, stock)),
  )
}

/** Of each of the module's parts in memory, at most a page is not used. */
const PARTS = 7
const PAGE = 4096

function targetOf(name, stock) {
  if (/^memory in use/.test(name)) {
    return stockPlus(0.01 * stock + PARTS * PAGE, '1 % + the module’s page rounding')
  }
  // QEMU has no SHA instructions for the integrity check.
  if (name === 'from start_kernel to init (fips=1)') return timesStock('1.10')
  if (/to init/.test(name)) return timesStock('1.02')
  return undefined
}
