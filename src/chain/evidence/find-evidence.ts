// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isPacked, MANIFEST, MANIFEST_DIGEST } from '../../archive/index.js'
import { UsageError } from '../../core/errors.js'
import { BUNDLE_SUFFIX } from './may-be-bundle.js'

/** Files that evidence may be in, below a directory; sorted. */
export interface FoundEvidence {
  readonly bundles: readonly string[]
  /** Files, and directories that hold a manifest. */
  readonly archives: readonly string[]
  /** What would be evidence by its name, and is a symbolic link or no regular file. */
  readonly notRead: readonly string[]
}

const MOST_ENTRIES = 200_000
const MOST_LEVELS = 64

/** Looks for evidence and follows no links. Throws UsageError for a directory that is none, or too large or deep to be looked through. */
export async function findEvidence(directory: string, signal: AbortSignal): Promise<FoundEvidence> {
  const bundles: string[] = []
  const archives: string[] = []
  const notRead: string[] = []
  let seen = 0
  const look = async (place: string, level: number): Promise<void> => {
    signal.throwIfAborted()
    const entries = await readdir(place, { withFileTypes: true }).catch(cause => {
      throw new UsageError(`${place} cannot be read: ${cause.code}`, { cause })
    })
    seen += entries.length
    if (seen > MOST_ENTRIES || level > MOST_LEVELS) {
      throw new UsageError(`${directory} holds too much to look through`, {
        hint: 'name a directory that holds bundles and archives',
      })
    }
    const files = new Set(entries.flatMap(entry => (entry.isFile() ? [entry.name] : [])))
    // All that an archive holds belongs to it.
    if (files.has(MANIFEST) && files.has(MANIFEST_DIGEST)) {
      archives.push(place)
      return
    }
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(place, entry.name)
      if (entry.isDirectory()) await look(path, level + 1)
      else if (!isBundle(path) && !isPacked(path)) continue
      else if (!entry.isFile()) notRead.push(path)
      else if (isBundle(path)) bundles.push(path)
      else archives.push(path)
    }
  }
  await look(directory, 0)
  return { bundles, archives, notRead }
}

const isBundle = (path: string): boolean => path.endsWith(BUNDLE_SUFFIX)
