// SPDX-License-Identifier: GPL-2.0-only
import { userInfo } from 'node:os'
import { CommandError, MissingError } from '../core/errors.js'
import { runCommand } from '../core/run-command.js'

/** What runs a program as root of a namespace, by subordinate ids where we are not root. */
export const MMDEBSTRAP_HINT = 'apt-get install mmdebstrap uidmap'

/** For tar: a user namespace makes no device nodes, and the kernel has its own for a running system (devtmpfs). */
export const NO_DEVICES = "--exclude='./dev/*'"

export interface NamespaceOptions {
  /** Read by the script as its stdin, one behind the other. */
  readonly inputs: readonly string[]
  /** Takes the script's stdout. */
  readonly output: string
  readonly logPath?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Called for each line that the script prints on stderr. */
  readonly onLine?: ((line: string) => void) | undefined
}

/** What a Debian system has for root only in its PATH. */
export const ROOT_PATH = { PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` }

/**
 * Runs a shell script as root of a mount namespace of its own: files that it unpacks keep their owners, and it may mount
 * and chroot. Without root privileges it is the root of a user namespace, who cannot reach our files: all it
 * reads and writes are stdin and stdout. Throws MissingError when the machine does not allow that, CommandError when the script fails.
 */
export async function inNamespace(script: string, options: NamespaceOptions): Promise<void> {
  const { inputs, output, ...run } = options
  await checkNamespaces(options)
  const words =
    'script=$1; output=$2; shift 2; cat "$@" | mmdebstrap --unshare-helper sh -ec "$script" >"$output"'
  await runCommand('sh', ['-ec', words, 'sh', script, output, ...inputs], { ...run, env: ROOT_PATH })
}

/** Throws MissingError, naming what to do, when this user cannot have namespaces. */
export async function checkNamespaces({ signal }: Pick<NamespaceOptions, 'signal'>): Promise<void> {
  const run = { installHint: MMDEBSTRAP_HINT, signal, env: ROOT_PATH }
  try {
    await runCommand('mmdebstrap', ['--unshare-helper', 'true'], run)
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause
    const { username } = userInfo()
    throw new MissingError(`${username} cannot have a user namespace: ${cause.tail.join('; ')}`, {
      hint: `apt-get install uidmap; usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${username}`,
      cause,
    })
  }
}
