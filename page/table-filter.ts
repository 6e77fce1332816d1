// SPDX-License-Identifier: GPL-2.0-only

/** Search fields with data-filter="ID": rows of that table that do not hold all the words are hidden. */
export function startFilters(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[data-filter]')) {
    const table = document.getElementById(input.dataset.filter ?? '')
    const rows = [...(table?.querySelectorAll<HTMLTableRowElement>('tbody tr') ?? [])]
    let texts: readonly string[] | undefined
    input.addEventListener('input', () => {
      texts ??= rows.map(row => (row.textContent ?? '').toLowerCase())
      const words = wordsOf(input.value)
      rows.forEach((row, index) => {
        row.hidden = !words.every(word => texts?.[index]?.includes(word))
      })
    })
  }
}

export const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean)
