// SPDX-License-Identifier: GPL-2.0-only
import { excess } from '../core/multiset.js'
import { linesIn } from '../formats/lines/index.js'
import { type Check, checkOf, counted } from './check.js'

/** Whether /sys/module has everything that it has in stock: modules, parameters and their values. */
export function compareParameters(stock: string, other: string): Check {
  const before = linesIn(stock).filter(isSteady).sort()
  const after = linesIn(other).sort()
  const gone = excess(before, after)
  const values = new Map(after.filter(isParameter).map(line => split(line)))
  const differences = gone.map(line => {
    const [name, value] = split(line)
    if (!isParameter(line)) return `/sys/module/${line} is gone`
    const now = values.get(name)
    if (now === undefined) return `parameter ${name} is gone`
    return `parameter ${name} is ${now}, stock has ${value}`
  })
  const parameters = before.filter(isParameter).length
  const evidence =
    before.length === 0
      ? []
      : [
          `${counted(before.length - parameters, 'module')} and ${counted(parameters, 'parameter')} in /sys/module`,
        ]
  return checkOf('parameters', 'module parameters have the same values', { evidence, differences })
}

/**
 * Set at boot from how fast the host was just then (kernel/workqueue.c, wq_cpu_intensive_thresh_init), or from how much
 * memory there is beside the kernel's image (drivers/md/dm-bufio.c, dm_bufio_init; fs/fuse/inode.c, sanitize_global_limit); and what is no
 * setting, but a statistic of what the kernel did (mm/damon/stat.c).
 */
const MEASURED = [
  ...['workqueue/cpu_intensive_thresh_us=', 'dm_bufio/max_cache_size_bytes='],
  ...['fuse/max_user_bgreq=', 'fuse/max_user_congthresh='],
  ...['damon_stat/aggr_interval_us=', 'damon_stat/estimated_memory_bandwidth='],
  ...['damon_stat/kdamond_pid=', 'damon_stat/memory_idle_ms_percentiles='],
]

const isSteady = (line: string) => !MEASURED.some(parameter => line.startsWith(parameter))

const isParameter = (line: string) => line.includes('=')

function split(line: string): [name: string, value: string] {
  const at = line.indexOf('=')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}
