// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process'

/** Runs a command to its end with its progress on our stderr; returns its stdout. Throws when it fails. */
export function run([program, ...args], { accept = [0], cwd, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] }
    const child = spawn(program, args, options)
    let stdout = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text
    })
    child.once('error', reject)
    child.once('close', code => {
      if (accept.includes(code)) resolve(stdout)
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}\n${stdout.slice(-4000)}`))
    })
  })
}
