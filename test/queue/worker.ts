// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const BIN = fileURLToPath(new URL('../../bin/kcarve.mjs', import.meta.url))

/** Shorter than a test may take, so that what it said instead is shown. */
const PATIENCE = 4 * 60_000

export interface RunningWorker {
  /** Resolves when it has said that. */
  readonly says: (text: RegExp) => Promise<void>
  readonly output: () => string
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<number | null>
}

/** A worker of a test, as a process of its own, with a cache of its own; the server is at a port of loopback, or seen from a seat. */
export function startWorker(
  at: number | { readonly server: string; readonly enter: readonly string[] },
  cacheHome: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): RunningWorker {
  const { server, enter } = typeof at === 'number' ? { server: `127.0.0.1:${at}`, enter: [] } : at
  const command = [...enter, process.execPath, BIN, 'worker', '--queue', `redis://${server}`]
  const [program = '', ...args] = [...command, '--arch', 'x86_64', ...options]
  const child = spawn(program, args, {
    env: { ...process.env, XDG_CACHE_HOME: cacheHome, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // A test that fails does not end it.
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const waiting = new Set<() => void>()
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text
    for (const look of waiting) look()
  })
  return {
    output: () => output,
    kill: signal => void child.kill(signal),
    ended: new Promise(resolve => child.once('exit', resolve)),
    says: text =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!text.test(output)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        const giveUp = (why: string) => reject(new Error(`the worker ${why} without ${text}: ${output}`))
        child.once('exit', () => giveUp('has ended'))
        setTimeout(giveUp, PATIENCE, `has run ${PATIENCE / 60_000} minutes`).unref()
        look()
      }),
  }
}
