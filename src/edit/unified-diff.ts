// SPDX-License-Identifier: GPL-2.0-only
import { formatPatch, type StructuredPatch, structuredPatch } from 'diff'
import type { EditPlan } from './plan.js'
import { fromBytes, fromBytesText } from './source-text.js'

/**
 * What the plan would change, as git writes it, for `patch -p1` and `git apply`; empty when all is in place.
 * Bytes that are not UTF-8 are shown as U+FFFD.
 */
export function unifiedDiff({ files, newFiles }: Pick<EditPlan, 'files' | 'newFiles'>): string {
  const edited = files
    .map(({ path, oldContent, newContent }) => patchOf(`a/${path}`, path, oldContent, newContent))
    .filter(({ hunks }) => hunks.length > 0)
  const added = newFiles
    .filter(({ state }) => state === 'to do')
    .map(({ path, content, mode }) => ({
      ...patchOf('/dev/null', path, EMPTY, content),
      isCreate: true,
      newMode: mode & 0o100 ? '100755' : '100644',
    }))
  return fromBytesText([...edited, ...added].map(patch => formatPatch(patch)).join(''))
}

const EMPTY = new Uint8Array()

function patchOf(from: string, path: string, before: Uint8Array, after: Uint8Array): StructuredPatch {
  const [old, now] = [fromBytes(before), fromBytes(after)]
  const patch = structuredPatch(from, `b/${path}`, old, now, undefined, undefined, { context: 3 })
  return { ...patch, isGit: true }
}
