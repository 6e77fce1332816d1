// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { manPage } from '../../src/cli/man-page.js'
import { newProgram } from '../../src/cli/program.js'

const root = join(import.meta.dirname, '../..')
const program = await newProgram(async () => {})
const { commands } = program
const documents = [
  'README.md',
  ...(await readdir(join(root, 'docs'))).filter(name => name.endsWith('.md')).map(name => `docs/${name}`),
]
const texts = new Map(
  await Promise.all(documents.map(async path => [path, await readFile(join(root, path), 'utf8')] as const)),
)

/** Command lines of kcarve in a document: a command, and the words behind it. A table has `\|` for a bar. */
function commandLines(text: string): (readonly [command: string, words: readonly string[]])[] {
  const lines = text.replaceAll('\\\n', ' ').matchAll(/\bkcarve(?:\.mjs)? +([a-z]+)\b((?:\\\||[^`\n|;&>])*)/g)
  return [...lines].map(([, command = '', rest = '']) => [command, rest.split(/[\s[\]|=]+/)])
}

const SAME_EVERYWHERE = ['--help', '-h']

test.each(documents)('what %s says of commands, they have', path => {
  for (const [name, words] of commandLines(texts.get(path) ?? '')) {
    const command = commands.find(each => each.name() === name)
    // Prose: "kcarve builds …".
    if (command === undefined) continue
    const known = command.options.flatMap(({ long, short }) => [long, short])
    const options = words.filter(word => /^--?[a-z]/.test(word) && !SAME_EVERYWHERE.includes(word))
    for (const option of options) expect(known, `${path}: kcarve ${name} ${option}`).toContain(option)
  }
})

test('the page of commands has every command, and so has the manual page', () => {
  const man = manPage(program, '1')
  for (const name of commands.map(command => command.name())) {
    expect(texts.get('docs/commands.md')).toMatch(new RegExp(`^\\| \`kcarve ${name}\\b`, 'm'))
    expect(man).toMatch(new RegExp(`^\\.SS ${name}\\b`, 'm'))
  }
})

test('links of documents lead somewhere', async () => {
  const atRoot = ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'].map(
    async path => [path, await readFile(join(root, path), 'utf8')] as const,
  )
  for (const [path, text] of [...texts, ...(await Promise.all(atRoot))]) {
    const directory = join(root, path, '..')
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)\s]*)\)/g)) {
      const [file = '', heading] = target.split('#')
      const linked = await readFile(file === '' ? join(root, path) : join(directory, file), 'utf8').catch(
        () => '',
      )
      expect(linked, `${path}: ${target}`).not.toBe('')
      if (heading !== undefined) expect(anchorsOf(linked), `${path}: ${target}`).toContain(heading)
    }
  }
})

/** As GitHub makes them of headings. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(' ', '-'),
  )
