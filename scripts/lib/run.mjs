// SPDX-License-Identifier: GPL-2.0-only
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a command, in the repository unless told otherwise, with its output on ours; returns its exit code. */
export function run(file, args, { env = {}, cwd = root } = {}) {
  const { status, signal, error } = spawnSync(file, args, {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  if (error !== undefined) throw error
  return status ?? exitCodeOf(signal)
}

/** Runs a command in the repository beside others: each line of its output begins with the label. Resolves to its exit code. */
export async function runBeside(label, file, args, env = {}) {
  const child = spawn(file, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => process.stdout.write(`${label} | ${line}\n`))
  }
  const [code, signal] = await once(child, 'close')
  return code ?? exitCodeOf(signal)
}

/** Runs a command in the repository for what it prints on stdout; returns that, or undefined when it fails or is not there. */
export function output(file, args) {
  const { status, stdout } = spawnSync(file, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
  return status === 0 ? stdout : undefined
}

/** As a shell reports the end by a signal. */
const exitCodeOf = signal => 128 + (signal === 'SIGINT' ? 2 : 15)
