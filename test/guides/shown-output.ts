// SPDX-License-Identifier: GPL-2.0-only

/**
 * Whether output is what a guide shows. There … stands for anything within a line, and alone on a line for any number of
 * lines.
 */
export function isShownOutput(output: string, shown: string): boolean {
  const pattern = lines(shown).map(line =>
    line.trim() === '…' ? '(?:.*\n)*?' : `${line.split('…').map(literal).join('.*?')}\n`,
  )
  return new RegExp(`^${pattern.join('')}$`).test(
    lines(output)
      .map(line => `${line}\n`)
      .join(''),
  )
}

/** Without what nobody sees: spaces at the ends of lines, empty lines at the end. */
const lines = (text: string): string[] =>
  text
    .trimEnd()
    .split('\n')
    .map(line => line.trimEnd())

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** What a reader with these variables set would see of it, and without the progress that a terminal erases. */
export function readerOutput(output: string, variables: Readonly<Record<string, string>>): string {
  const byLength = Object.entries(variables).sort(([, a], [, b]) => b.length - a.length)
  return byLength
    .reduce((text, [name, value]) => text.replaceAll(value, `$${name}`), output)
    .split('\n')
    .filter(line => !PROGRESS.test(line))
    .join('\n')
}

/** As src/cli/progress.ts prints it elsewhere: a stage, perhaps of a path, what goes on in it, and how long already. */
const PROGRESS = /^[a-z][a-z ]*(?: [$/]\S+)?(?: {2}.*)? \(\d[\d.ms ]*[ms]\)$/
