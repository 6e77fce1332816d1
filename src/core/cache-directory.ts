// SPDX-License-Identifier: GPL-2.0-only
import { homedir } from 'node:os'
import { join } from 'node:path'

/** The user's cache for what can be made again: `~/.cache/kcarve` (XDG Base Directory Specification). */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME
  // The specification says to ignore relative paths.
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'kcarve')
}
