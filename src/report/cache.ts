// SPDX-License-Identifier: GPL-2.0-only
import { bytesText, countText } from '../text/quantities.js'
import { tableText } from '../text/table.js'

interface Entry {
  readonly kind: string
  readonly path: string
  readonly bytes: number
  readonly usedAt: string
  readonly inUse: boolean
}

const LISTED = 15

/** What is in the cache, the largest first, and its sum by kind; with `verbose` all of it. */
export function cacheText(
  entries: readonly Entry[],
  { directory, verbose, now = Date.now() }: { directory: string; verbose: boolean; now?: number },
): string {
  const shown = verbose ? entries : entries.slice(0, LISTED)
  const rest = entries.length - shown.length
  const rows = shown.map(({ kind, path, bytes, usedAt, inUse }) => [
    kind,
    bytesText(bytes),
    inUse ? 'in use' : ageText(now - Date.parse(usedAt)),
    path.startsWith(`${directory}/`) ? path.slice(directory.length + 1) : path,
  ])
  return [
    `${directory}: ${bytesText(sumOf(entries))}\n`,
    tableText(rows, { indent: 2, right: [1, 2], head: ['', 'size', 'last used', ''] }),
    ...(rest > 0 ? [`  and ${rest} more (-v)\n`] : []),
  ].join('')
}

/** `12 logs, 1 build: 3.4 GiB`. */
export function sumText(entries: readonly Entry[]): string {
  const kinds = [...new Set(entries.map(({ kind }) => kind))]
  const counts = kinds.map(kind =>
    countText(
      entries.filter(entry => entry.kind === kind).length,
      kind,
      kind === 'witness' ? 'witnesses' : `${kind}s`,
    ),
  )
  return `${counts.join(', ')}: ${bytesText(sumOf(entries))}`
}

const sumOf = (entries: readonly Entry[]) => entries.reduce((sum, { bytes }) => sum + bytes, 0)

const ageText = (ms: number): string => {
  const days = Math.floor(ms / (24 * 60 * 60 * 1000))
  return days < 1 ? 'today' : countText(days, 'day')
}
