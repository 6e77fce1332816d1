// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { version } from '../version.js'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** The script that our own commands are run by. */
export const OWN_SCRIPT = join(ROOT, 'bin/kcarve.mjs')

/** kcarve's own directory, with everything it needs to run. */
export const OWN_DIRECTORY = ROOT.replace(/\/$/, '')

/** What decides what kcarve does: its compiled code, and what it puts into trees and guests. */
const PARTS = ['bin', 'dist', 'guest', 'configs', 'src/features', 'package-lock.json', 'package.json']

export interface OwnIdentity {
  readonly version: string
  /** SHA-256 of all files that decide what it does. */
  readonly digest: string
}

/** Which kcarve this is. */
export async function ownIdentity(): Promise<OwnIdentity> {
  const hash = createHash('sha256')
  for (const path of (await filesOf(PARTS.map(part => join(ROOT, part)))).sort()) {
    const name = relative(ROOT, path)
    // What is compiled stands for its sources; how it was compiled, and what only its tests use, do not count.
    if (/^src\/.*\.ts$|^dist\/\.|\.test\.\w+$|\/testing\//.test(name)) continue
    hash.update(`${name}\0`).update(
      createHash('sha256')
        .update(await readFile(path))
        .digest(),
    )
  }
  return { version, digest: hash.digest('hex') }
}

async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) {
    const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTDIR') return undefined
      // A package has no lock file.
      if (error.code === 'ENOENT') return []
      throw error
    })
    if (entries === undefined) files.push(path)
    else files.push(...(await filesOf(entries.map(({ name }) => join(path, name)))))
  }
  return files
}
