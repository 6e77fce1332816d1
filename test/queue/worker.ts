// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../bin/kcarve.mjs', import.meta.url))

export interface RunningWorker {
  /** Resolves when it has said that. */
  readonly says: (text: RegExp) => Promise<void>
  readonly output: () => string
  readonly kill: (signal: NodeJS.Signals) => void
  readonly ended: Promise<number | null>
}

/** A worker as a process of its own, with a cache of its own. */
export function startWorker(
  port: number,
  cacheHome: string,
  options: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): RunningWorker {
  const args = [BIN, 'worker', '--queue', `redis://127.0.0.1:${port}`, '--arch', 'x86_64', ...options]
  const child = spawn(process.execPath, args, {
    env: { ...process.env, XDG_CACHE_HOME: cacheHome, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
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
        child.once('exit', () => reject(new Error(`the worker has ended without ${text}: ${output}`)))
        look()
      }),
  }
}
