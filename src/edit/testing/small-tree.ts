// SPDX-License-Identifier: GPL-2.0-only
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A new directory with these files, an hour old, removed when the test has ended; returns its path. */
export async function makeTree(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'kcarve-edit-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const old = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000)
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
    await utimes(join(root, path), old, old)
  }
  return root
}

/** Everything in a directory: kind, mode, modification time of files, and content, by path. */
export async function snapshot(root: string, under = ''): Promise<Record<string, string>> {
  const seen: Record<string, string> = {}
  for (const name of await readdir(join(root, under))) {
    const path = join(under, name)
    const entry = await lstat(join(root, path))
    const { mode, mtimeMs } = entry
    if (entry.isDirectory()) {
      seen[path] = `directory ${mode}`
      Object.assign(seen, await snapshot(root, path))
    } else if (entry.isSymbolicLink()) {
      seen[path] = `link ${await readlink(join(root, path))}`
    } else {
      seen[path] = `file ${mode} ${mtimeMs} ${await readFile(join(root, path), 'latin1')}`
    }
  }
  return seen
}
