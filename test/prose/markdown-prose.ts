// SPDX-License-Identifier: GPL-2.0-only
import type { Nodes, Root } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { CODE, type Prose } from './prose.js'

/** What a script writes between these lines, which is nobody's prose. */
const GENERATED = /<!-- [^>]*: begin -->[\s\S]*?<!-- [^>]*: end -->/g
const MOST_COLUMNS = 100

/** Paragraphs, headings and cells of tables; no code, no HTML, nothing generated. */
export const markdownProse = (markdown: string, path: string): Prose[] => [...proseOf(parse(markdown), path)]

/** The lines of paragraphs that are too long, as `path:line: …`. */
export function longLines(markdown: string, path: string): string[] {
  const lines = markdown.split('\n')
  const isExempt = new Set<number>()
  for (const node of parse(markdown).children) {
    if (node.type !== 'table' && node.type !== 'code' && !isHtml(node)) continue
    for (let line = node.position?.start.line ?? 1; line <= (node.position?.end.line ?? 0); line++)
      isExempt.add(line)
  }
  return lines.flatMap((line, index) =>
    [...line].length > MOST_COLUMNS && !isExempt.has(index + 1)
      ? [`${path}:${index + 1}: ${[...line].length} columns, more than ${MOST_COLUMNS}`]
      : [],
  )
}

/** As of a picture with a source for each theme. */
const isHtml = (node: Nodes): boolean =>
  node.type === 'html' || (node.type === 'paragraph' && node.children[0]?.type === 'html')

function parse(markdown: string): Root {
  const written = markdown.replace(GENERATED, text => text.replace(/[^\n]/g, ''))
  return fromMarkdown(written, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
}

function* proseOf(node: Nodes, path: string): Iterable<Prose> {
  if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell')
    yield { path, line: node.position?.start.line ?? 1, text: textOf(node) }
  else if ('children' in node) for (const child of node.children) yield* proseOf(child, path)
}

function textOf(node: Nodes): string {
  if (node.type === 'text') return node.value
  if (node.type === 'inlineCode') return CODE
  return 'children' in node ? node.children.map(textOf).join('') : ''
}
