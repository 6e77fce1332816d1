// SPDX-License-Identifier: GPL-2.0-only

/** A result as text for people. */
export function resultText({ machine, sections }) {
  const parts = sections.map(section =>
    [section.title, `  ${section.missing ?? section.method}`, ...alignedRows(section.rows), ''].join('\n'),
  )
  return `${parts.join('\n')}\n${machine}\n`
}

/** The same as Markdown, for docs/performance.md. */
export function resultMarkdown({ machine, sections }) {
  const parts = sections.map(section =>
    [
      `### ${section.title}`,
      '',
      `${section.missing ?? upperFirst(section.method)}.`,
      '',
      ...(section.rows.length === 0 ? [] : [`| ${HEAD.join(' | ')} |`, '|---|--:|--:|--:|--:|---|']),
      ...section.rows.map(row => `| ${cells(row).join(' | ')} |`),
      '',
    ].join('\n'),
  )
  return `Machine: ${machine}.\n\n${parts.join('\n')}`
}

const HEAD = ['', 'unit', 'stock', 'carved', 'ratio', 'target']

function alignedRows(rows) {
  if (rows.length === 0) return []
  const table = [HEAD, ...rows.map(cells)]
  const widths = HEAD.map((_, column) => Math.max(...table.map(row => row[column].length)))
  return table.map(row => {
    const padded = row.map((cell, column) =>
      column === 0 || column === HEAD.length - 1
        ? cell.padEnd(widths[column])
        : cell.padStart(widths[column]),
    )
    return `  ${padded.join('  ')}`.trimEnd()
  })
}

function cells({ name, unit, stock, carved, ratio, target, met }) {
  const verdict = met === null ? '' : met ? 'met: ' : 'missed: '
  return [
    name,
    unit,
    number(stock),
    number(carved),
    ratio === null ? '' : ratio.toFixed(3),
    target === null ? '' : `${verdict}${target}`,
  ]
}

function number(value) {
  if (value === null) return ''
  return Number.isInteger(value) ? value.toLocaleString('en-US') : value.toFixed(value < 100 ? 2 : 0)
}

const upperFirst = text => text[0].toUpperCase() + text.slice(1)
