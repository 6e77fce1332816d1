// SPDX-License-Identifier: GPL-2.0-only

/** Levenshtein's distance, in characters. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

const SHOWN = 3

/** The words most like the one that is wanted, best first: those it is a part of, then by their distance from it. */
export function nearestWords(wanted: string, words: Iterable<string>): string[] {
  const word = wanted.toLowerCase()
  const scored = [...new Set(words)].map(each => {
    const other = each.toLowerCase()
    const isPart = other.includes(word) ? -word.length : 0
    return { each, score: editDistance(other, word) + isPart }
  })
  scored.sort((a, b) => a.score - b.score || (a.each < b.each ? -1 : 1))
  return scored.slice(0, SHOWN).map(({ each }) => each)
}
