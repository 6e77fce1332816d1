// SPDX-License-Identifier: GPL-2.0-only
import { median } from './measure.mjs'
import { row } from './row.mjs'
import { run } from './run.mjs'

/** Seconds of a command by the clock, and of all processes that it has waited for. Throws when it ends otherwise than accepted. */
export async function timed(command, options = {}) {
  // What the command says goes to our stderr, what bash says of its time to stdout.
  const script = 'TIMEFORMAT="%R %U %S"; exec 3>&2 4>&1; { time "$@" >&3 2>&3; } 2>&4'
  const stdout = await run(['bash', '-c', script, 'bash', ...command], options)
  const [wall, user, system] = stdout.trim().split(' ').map(Number)
  return { wall, processor: user + system }
}

/** Rows of both times, of runs of stock and carved or of carved alone. Other work on the machine is in the first, hardly in the second; `ofProcessor` is the target of that, when it is another. */
export function timeRows(name, { stock = [], carved }, target, ofProcessor = target) {
  return ['wall', 'processor'].map(key => {
    const of = runs => (runs.length === 0 ? null : median(runs.map(each => each[key])))
    const promised = key === 'wall' ? target : ofProcessor
    return row(`${name}, ${key}`, 's', { stock: of(stock), carved: of(carved) }, promised)
  })
}
