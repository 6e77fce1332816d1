// SPDX-License-Identifier: GPL-2.0-only

import { type Check, checkOf, counted } from '../../../../checks/check.js'
import { excess } from '../../../../core/multiset.js'
import { linesOf } from '../../../../formats/lines/index.js'

const linesIn = (text: string) => Array.from(linesOf(text), ({ text: line }) => line).filter(Boolean)

/** Whether what both kernels answered through AF_ALG is the same, request by request. */
export function compareResults(stock: string, carved: string): Check {
  const [before, after] = [linesIn(stock), linesIn(carved)]
  const differences = [
    ...excess(before, after).map(line => `only in stock: ${line}`),
    ...excess(after, before).map(line => `only in carved: ${line}`),
  ]
  const evidence = before.length === 0 ? [] : [`${counted(before.length, 'AF_ALG result')} compared`]
  return checkOf('af-alg', 'AF_ALG gives the same results', { evidence, differences })
}

/** Whether /sys/module has all that stock has there: names, parameters and their values. */
export function compareParameters(stock: string, carved: string): Check {
  const before = linesIn(stock).filter(isSteady).sort()
  const after = linesIn(carved).sort()
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
 * memory there is beside the kernel's image (drivers/md/dm-bufio.c, dm_bufio_init).
 */
const MEASURED = ['workqueue/cpu_intensive_thresh_us=', 'dm_bufio/max_cache_size_bytes=']

const isSteady = (line: string) => !MEASURED.some(parameter => line.startsWith(parameter))

const isParameter = (line: string) => line.includes('=')

function split(line: string): [name: string, value: string] {
  const at = line.indexOf('=')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
}

/** Whether both kernels name the same modules as built in, so that modprobe succeeds for them. */
export function compareBuiltin(stock: readonly string[], carved: readonly string[]): Check {
  const differences = [
    ...excess(stock, carved).map(name => `${name} is missing`),
    ...excess(carved, stock).map(name => `${name} is new`),
  ]
  const evidence = stock.length === 0 ? [] : [`${counted(stock.length, 'name')} in modules.builtin`]
  return checkOf('modules-builtin', 'modules.builtin lists the same names', { evidence, differences })
}
