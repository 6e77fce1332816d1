// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** One line for each entry of a tree: path, mode, modification time, and the digest of its content. */
export async function treeDigest(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const lines: string[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const { mode, mtimeMs } = await lstat(path)
    // The time of a directory changes with every file that is renamed into it.
    const time = entry.isDirectory() ? '' : mtimeMs
    const content = entry.isSymbolicLink()
      ? await readlink(path)
      : entry.isFile()
        ? digest(await readFile(path))
        : ''
    lines.push(`${relative(root, path)} ${mode.toString(8)} ${time} ${content}`)
  }
  return lines.sort()
}

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
