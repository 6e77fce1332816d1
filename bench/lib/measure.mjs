// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The compiled command line, as an argument vector. */
export const kcarve = (...args) => [
  process.execPath,
  fileURLToPath(new URL('../../bin/kcarve.mjs', import.meta.url)),
  ...args,
]

/** How often /proc is looked at, in milliseconds. */
export const INTERVAL = 5

/** Seconds, processor seconds and MiB (VmHWM) of one run of one process, its exit code, and how many lines it prints. */
function measure([program, ...rest]) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    let [lines, megabytes, cpu] = [0, 0, 0]
    const count = chunk => {
      for (const byte of chunk) if (byte === 10) lines++
    }
    child.stdout.on('data', count)
    child.stderr.on('data', count)
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'latin1')
        megabytes = Math.max(megabytes, Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024)
        const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1')
          .replace(/^.*\) /, '')
          .split(' ')
        cpu = (Number(stat[11]) + Number(stat[12])) / 100
      } catch {
        // It has ended.
      }
    }, INTERVAL)
    child.once('error', error => {
      clearInterval(timer)
      reject(error)
    })
    child.once('close', exitCode => {
      clearInterval(timer)
      resolve({ seconds: (performance.now() - started) / 1000, cpu, megabytes, exitCode, lines })
    })
  })
}

/** The run of `runs` that is the median by wall time. Throws when one of them ends with another code than those accepted. */
export async function medianRun(command, { runs = 3, accept = [0], before } = {}) {
  const found = []
  for (let run = 0; run < runs; run++) {
    await before?.()
    const one = await measure(command)
    if (!accept.includes(one.exitCode)) throw new Error(`${command.join(' ')} ended with ${one.exitCode}`)
    found.push(one)
  }
  return median(found, ({ seconds }) => seconds)
}

/** The value in the middle by a number of it; of two, the greater. */
export const median = (values, number = value => value) =>
  [...values].sort((a, b) => number(a) - number(b))[Math.floor(values.length / 2)]
