// SPDX-License-Identifier: GPL-2.0-only

/** What `items` has more often than `others`, once for each time, in order. */
export function excess(items: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(other, (left.get(other) ?? 0) + 1)
  return items.filter(item => {
    const count = left.get(item) ?? 0
    if (count > 0) left.set(item, count - 1)
    return count === 0
  })
}
