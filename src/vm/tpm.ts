// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { MissingError } from '../core/errors.js'
import { exists } from '../core/exists.js'
import { findProgram } from '../core/find-program.js'
import { runCommand } from '../core/run-command.js'

const PROGRAM = 'swtpm'

/**
 * Lends a new TPM 2.0, which swtpm emulates: the Unix socket that QEMU finds it by, or undefined where swtpm is not installed. Throws
 * CommandError when swtpm fails, MissingError when it does nothing, and the signal's reason when aborted.
 */
export async function withTpm<T>(
  signal: AbortSignal | undefined,
  work: (socket: string | undefined) => Promise<T>,
): Promise<T> {
  if ((await findProgram(PROGRAM)) === undefined) return await work(undefined)
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-tpm-'))
  const socket = join(directory, 'socket')
  const over = new AbortController()
  const args = ['socket', '--tpm2', '--ctrl', `type=unixio,path=${socket}`, '--tpmstate', `dir=${directory}`]
  const running = runCommand(PROGRAM, args, {
    boundBy: 'KILL',
    signal: signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]),
  })
  try {
    await Promise.race([running, appearance(socket, over.signal)])
    signal?.throwIfAborted()
    if (!(await exists(socket)))
      throw new MissingError(`${PROGRAM} gives no TPM`, { hint: `${PROGRAM} ${args.join(' ')}` })
    return await work(socket)
  } finally {
    over.abort()
    await running.catch(() => {})
    await rm(directory, { recursive: true, force: true })
  }
}

/** It takes milliseconds. */
const LONGEST_MS = 10_000

/** Waits for a file, not for ever. */
async function appearance(path: string, signal: AbortSignal): Promise<void> {
  const until = performance.now() + LONGEST_MS
  while (!signal.aborted && performance.now() < until && !(await exists(path))) await setTimeout(20)
}
