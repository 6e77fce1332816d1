// SPDX-License-Identifier: GPL-2.0-only
import { CODE, type Prose } from './prose.js'

/** What an HTML page tells a reader: its paragraphs, headings, items, cells and captions. */
export function pageProse(html: string, path: string): Prose[] {
  const visible = html
    .replace(/<(script|style|svg|pre)\b[\s\S]*?<\/\1>/g, '')
    .replace(/<(code|kbd|samp)\b[^>]*>[\s\S]*?<\/\1>/g, CODE)
  const blocks = visible.split(
    /<\/?(?:p|h\d|li|dt|dd|td|th|caption|figcaption|summary|div|section|a)\b[^>]*>/,
  )
  return blocks.map(block => {
    const text = block.replace(/<[^>]*>/g, '').replace(/&(?:#39|quot|amp|lt|gt);/g, ' ')
    return { path, line: 1, text }
  })
}
