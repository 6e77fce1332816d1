// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

export interface RunningProcess {
  readonly pid: number
  /** Its words, joined by blanks. */
  readonly command: string
}

/** The processes that have this in their environment: what a run has started, and what that has started, inherits it. */
export async function processesWith(variable: string, value: string): Promise<RunningProcess[]> {
  const found: RunningProcess[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(() => '')
    if (!environment.split('\0').includes(`${variable}=${value}`)) continue
    const command = await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '')
    // A zombie has no words left.
    if (command !== '') found.push({ pid: Number(name), command: command.replaceAll('\0', ' ').trim() })
  }
  return found
}

/** Waits for such a process whose command matches. */
export async function waitForProcess(
  variable: string,
  value: string,
  command: RegExp,
  timeoutMs = 60_000,
): Promise<RunningProcess> {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await setTimeout(20)) {
    const found = (await processesWith(variable, value)).find(each => command.test(each.command))
    if (found !== undefined) return found
  }
  throw new Error(`no process like ${command} within ${timeoutMs} ms`)
}

/** What is still running after a moment in which it may end. */
export async function leftRunning(variable: string, value: string): Promise<string[]> {
  let left: RunningProcess[] = []
  for (let attempt = 0; attempt < 50; attempt++) {
    left = await processesWith(variable, value)
    if (left.length === 0) return []
    await setTimeout(100)
  }
  return left.map(({ command }) => command)
}
