// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { resultMarkdown } from './text.mjs'

export const DOCUMENT = 'docs/performance.md'
const mark = (kernel, end) =>
  `<!-- npm run bench -- --write${kernel === 'small' ? '' : ` (${kernel})`}: ${end} -->`

/** Puts the result of these kernels where the document has their last one. */
export async function writeDocument(kernel, result) {
  const path = fileURLToPath(new URL(`../../${DOCUMENT}`, import.meta.url))
  const text = await readFile(path, 'utf8')
  const [first, last] = [mark(kernel, 'begin'), mark(kernel, 'end')]
  const [begin, end] = [text.indexOf(first), text.indexOf(last)]
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT} has no place for the table: ${first} … ${last}`)
  await writeFile(
    path,
    `${text.slice(0, begin + first.length)}\n${resultMarkdown(result)}\n${text.slice(end)}`,
  )
}
