// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Fault } from './fault.js'
import { faults } from './faults.js'

const ENDS = { panic: 'panic', oops: 'oops', hangs: 'stands still', boots: 'boots' } as const

function row({ name, summary, append, promised }: Fault): string {
  const without = promised.kind === 'boots' && promised.without.length > 0
  const end = `${ENDS[promised.kind]}${without ? `, except for ${promised.without.join(', ')}` : ''}`
  const words = append.map(word => `\`${word}\``).join(' ')
  const because = promised.kind === 'panic' && promised.because !== undefined ? [promised.because] : []
  const said = [...because, promised.text].map(text => `\`${text.trim()}\``).join('<br>')
  return `| \`${name}\` | ${summary} | ${words} | ${end} | ${said} |`
}

test('docs/faults.md has a row for each fault, in their order', () => {
  const doc = readFileSync(new URL('../../../../docs/faults.md', import.meta.url), 'utf8')
  const [table = ''] = doc.split('## By tests')
  expect(table.split('\n').filter(line => line.startsWith('| `'))).toEqual(faults.map(row))
})
