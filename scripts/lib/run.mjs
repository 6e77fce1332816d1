// SPDX-License-Identifier: GPL-2.0-only
import { spawnSync } from 'node:child_process'
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
  // As a shell reports the end by a signal.
  return status ?? 128 + (signal === 'SIGINT' ? 2 : 15)
}

/** Runs a command in the repository for what it prints on stdout; returns that, or undefined when it fails or is not there. */
export function output(file, args) {
  const { status, stdout } = spawnSync(file, args, { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 })
  return status === 0 ? stdout : undefined
}
