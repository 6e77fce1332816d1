// SPDX-License-Identifier: GPL-2.0-only
import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { liveHolder, takeLock } from '../core/lock-file.js'

const held = new Set<string>()

/**
 * Makes a build directory ours until this process ends, however it ends: what is configured is then built, and read. Throws
 * ToolError, saying who it is, when another process works in it.
 */
export async function holdDirectory(objtree: string): Promise<void> {
  const lock = join(objtree, '.kcarve-lock')
  await mkdir(objtree, { recursive: true })
  // It may have been removed, with what is in it, since we took it.
  if (held.has(lock) && (await liveHolder(lock)) !== undefined) return
  await takeLock(lock, 'build', { where: `in ${objtree}` })
  if (!held.has(lock)) process.once('exit', () => rmSync(lock, { force: true }))
  held.add(lock)
}
