// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { collectMessages, type Message } from './collect-messages.js'

const root = join(import.meta.dirname, '../..')
const { messages, unread } = collectMessages(root)

test('docs/messages.md has every message of the sources (vitest -u writes it)', async () => {
  const [format, others] = [true, false].map(is => messages.filter(({ isFormat }) => isFormat === is))
  const page = [
    HEAD,
    section('Refused, or failed', 2, others),
    section('Missing on the machine', 3, others),
    `${FORMAT}${table(format ?? [])}`,
  ].join('\n')
  await expect(page).toMatchFileSnapshot(join(root, 'docs/messages.md'))
})

test('what is not read off the sources passes on what another error says', () => {
  expect(unread).toEqual(['src/core/errors.ts', 'src/core/in-file.ts', 'src/debian/fetch-newest.ts'])
})

const HEAD = `# Messages

Every message that can follow \`kcarve:\`, in alphabetical order; \`…\` stands for what varies. The right column is the advice that kcarve
prints below it. Wrong options and arguments get a message of their own, which names them.
[When something fails](when-something-fails.md) explains the common ones. A test compares this page with the sources.
`

const FORMAT = `## Files that are not what they should be

Exit code 2. The file and the place stand before the message: \`FILE: FIELD at offset N: …\`. Such a file is damaged, truncated, or of another
kind: make it or fetch it again.

`

const section = (title: string, code: number, some: readonly Message[] = []): string =>
  `## ${title}\n\nExit code ${code}.\n\n${table(some.filter(each => each.code === code))}`

const table = (some: readonly Message[]): string =>
  `| message | what to do |\n|---|---|\n${some.map(({ text, hints }) => `| ${cell(text)} | ${hints.map(cell).join('; ')} |\n`).join('')}`

/** As code, since it is what a terminal shows. */
const cell = (text: string): string => {
  const line = text.replaceAll('\n', ' ').replaceAll('|', '\\|')
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``
}
