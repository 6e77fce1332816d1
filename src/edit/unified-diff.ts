// SPDX-License-Identifier: GPL-2.0-only
import { structuredPatch } from 'diff'
import type { EditPlan } from './plan.js'
import { fromBytes, fromBytesText } from './source-text.js'

/**
 * What the plan would change, as git writes it, for `patch -p1` and `git apply`; empty when all is in place.
 * Bytes that are not UTF-8 are shown as U+FFFD.
 */
export function unifiedDiff({ files, newFiles }: Pick<EditPlan, 'files' | 'newFiles'>): string {
  const edited = files.map(({ path, oldContent, newContent }) => {
    const hunks = hunksOf(fromBytes(oldContent), fromBytes(newContent))
    return hunks === '' ? '' : `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n${hunks}`
  })
  const added = newFiles.map(({ path, content, mode, state }) => {
    if (state === 'present') return ''
    const header = `diff --git a/${path} b/${path}\nnew file mode ${mode & 0o100 ? '100755' : '100644'}\n`
    const hunks = hunksOf('', fromBytes(content))
    return hunks === ''
      ? `${header}index 0000000..e69de29\n`
      : `${header}--- /dev/null\n+++ b/${path}\n${hunks}`
  })
  return fromBytesText([...edited, ...added].join(''))
}

function hunksOf(before: string, after: string): string {
  const { hunks } = structuredPatch('', '', before, after, undefined, undefined, { context: 3 })
  return hunks
    .map(({ oldStart, oldLines, newStart, newLines, lines }) => {
      // The position of an empty side is the line before it.
      const old = `${oldLines === 0 ? Math.max(0, oldStart - 1) : oldStart},${oldLines}`
      const now = `${newLines === 0 ? Math.max(0, newStart - 1) : newStart},${newLines}`
      return `@@ -${old} +${now} @@\n${lines.join('\n')}\n`
    })
    .join('')
}
