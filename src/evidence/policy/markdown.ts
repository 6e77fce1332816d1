// SPDX-License-Identifier: GPL-2.0-only
import type { PolicyBlock, PolicyDocument, PolicySection, PolicyTable } from './policy-document.js'

/** Marks what a person has to write. */
export const TO_WRITE = 'To be written by a person'

/** The document in GitHub-flavoured Markdown. */
export const policyMarkdown = ({ title, about, sections }: PolicyDocument): string =>
  [`# ${escaped(title)}`, escaped(about), contents(sections), ...sections.map(sectionText)]
    .join('\n\n')
    .concat('\n')

const contents = (sections: readonly PolicySection[]): string =>
  sections.map(({ number, title }) => `- ${number} ${escaped(title)}`).join('\n')

const sectionText = ({ number, title, blocks }: PolicySection): string =>
  [`${number.includes('.') ? '###' : '##'} ${number} ${escaped(title)}`, ...blocks.map(blockText)].join(
    '\n\n',
  )

function blockText(block: PolicyBlock): string {
  if (block.kind === 'table') return tableText(block)
  return block.kind === 'person' ? `> **${TO_WRITE}:** ${escaped(block.text)}` : escaped(block.text)
}

function tableText({ caption, head, rows, code }: PolicyTable): string {
  if (rows.length === 0) return `*${escaped(caption)}: none.*`
  const cell = (text: string, column: number) =>
    code.includes(column) && text !== '' ? codeText(text) : escaped(text)
  return [
    `*${escaped(caption)}*\n`,
    `| ${head.map(escaped).join(' | ')} |`,
    `|${head.map(() => ' --- ').join('|')}|`,
    ...rows.map(row => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n')
}

/** Backslashes mean nothing in code, but a pipe ends the cell all the same. */
const codeText = (text: string): string => `\`${oneLine(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``

const escaped = (text: string): string =>
  oneLine(text).replace(/[\\`*_[\]<>|#]/g, character => `\\${character}`)

const oneLine = (text: string): string => text.replace(/[\0-\x1f\x7f]+/g, ' ')
