// SPDX-License-Identifier: GPL-2.0-only

/** Lines of a unified diff. */
export interface EditCounts {
  /** `obj-…` that became `crypto-objs-…`; not in the other two. */
  readonly renamed: number
  readonly added: number
  readonly removed: number
}

export function editCounts(diff: string): EditCounts {
  const lines = diff.slice(Math.max(0, diff.indexOf('\n@@'))).split('\n')
  const of = (sign: string) => lines.filter(line => line.startsWith(sign)).map(line => line.slice(1))
  const [added, removed] = [of('+'), of('-')]
  const gone = [...removed]
  let renamed = 0
  for (const line of added) {
    if (!/^\s*crypto-objs-/.test(line)) continue
    const at = gone.indexOf(line.replace('crypto-objs-', 'obj-'))
    if (at < 0) continue
    gone.splice(at, 1)
    renamed++
  }
  return { renamed, added: added.length - renamed, removed: removed.length - renamed }
}
