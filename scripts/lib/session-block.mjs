// SPDX-License-Identifier: GPL-2.0-only

/**
 * What a terminal shows of a session in the end, as far as a reader needs it to decide: the stages, the checks that tell most, and
 * the last line. Paths of this machine are left out.
 */
export function sessionText(output, { home, cacheHome }) {
  const lines = output
    .replaceAll(cacheHome, '~/.cache')
    .replaceAll(`${home}/`, '~/')
    .split('\n')
    .filter(line => !PROGRESS.test(line))
  const stages = lines.filter(line => STAGE.test(line)).map(line => line.replace(/, ~\/\S+/, ''))
  const checks = lines.filter(line => SHOWN.some(title => line.trimStart().startsWith(`ok  ${title}`)))
  const left = lines.filter(line => line.startsWith('  ok  ')).length - checks.length
  const last = lines.filter(line => line.startsWith('Linux ')).slice(-1)
  return [...stages, ...checks, `  ok  … ${left} more checks`, ...last].join('\n')
}

const STAGE = /^\[\d+\/\d+\] /
/** Titles of checks. */
const SHOWN = ['no cryptographic code outside', 'self-tests of all', 'served from', 'approved services have']

/** As src/cli/progress.ts prints it where it cannot erase: a stage, what goes on in it, and for how long. */
const PROGRESS = /^(?:\[\d+\/\d+\] )?[a-z][a-z ]*(?: {2}.*)? \(\d[\d.ms ]*[ms]\)$/

/** The document with its first block of a session replaced: that whose first line calls `npm start`. */
export function withSession(markdown, command, text) {
  const block = /^```\n# npm start[\s\S]*?^```$/m
  if (!block.test(markdown)) throw new Error('there is no block that begins with # npm start')
  return markdown.replace(block, () => `\`\`\`\n# ${command}\n${text}\n\`\`\``)
}
