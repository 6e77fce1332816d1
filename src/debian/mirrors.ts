// SPDX-License-Identifier: GPL-2.0-only
import { MissingError } from '../core/errors.js'
import { runCommand } from '../core/run-command.js'

/** Verifies packages of all of Debian's suites. */
export const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

export interface DebianMirrors {
  readonly main: string
  /** Undefined on a machine without security updates. */
  readonly security: string | undefined
}

/** The mirrors that the machine gets its own packages from. Throws MissingError when apt knows none. */
export async function debianMirrors({
  signal,
}: {
  readonly signal?: AbortSignal | undefined
}): Promise<DebianMirrors> {
  const targets = ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']
  const { lines } = await runCommand('apt-get', targets, { installHint: 'apt-get install apt', signal })
  const security = lines.find(uri => uri.includes('debian-security'))
  const main = lines.find(uri => uri !== security)
  if (main === undefined) throw new MissingError("apt knows no mirror of Debian's")
  return { main, security }
}
