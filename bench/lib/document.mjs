// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { resultMarkdown } from './text.mjs'

export const DOCUMENT = 'docs/performance.md'
const BEGIN = '<!-- npm run bench -- --write: begin -->'
const END = '<!-- npm run bench -- --write: end -->'

/** Puts the result where the document has the last one. */
export async function writeDocument(result) {
  const path = fileURLToPath(new URL(`../../${DOCUMENT}`, import.meta.url))
  const text = await readFile(path, 'utf8')
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT} has no place for the table: ${BEGIN} … ${END}`)
  await writeFile(
    path,
    `${text.slice(0, begin + BEGIN.length)}\n${resultMarkdown(result)}\n${text.slice(end)}`,
  )
}
