// SPDX-License-Identifier: GPL-2.0-only

/**
 * What a terminal shows of a session in the end: without the lines that tell of progress where there is none, and with
 * the paths of this machine as everybody has them.
 */
export function sessionText(output, { home, cacheHome }) {
  return output
    .replaceAll(cacheHome, '~/.cache')
    .replaceAll(`${home}/`, '~/')
    .split('\n')
    .filter(line => !PROGRESS.test(line) && !line.startsWith('> '))
    .join('\n')
    .trim()
}

/** As src/cli/progress.ts prints it where it cannot erase: a stage, what goes on in it, and for how long. */
const PROGRESS = /^(?:\[\d+\/\d+\] )?[a-z][a-z ]*(?: {2}.*)? \(\d[\d.ms ]*[ms]\)$/

/** The document with its first block of a session replaced: that whose first line calls `npm start`. */
export function withSession(markdown, command, text) {
  const block = /^```\n# npm start[\s\S]*?^```$/m
  if (!block.test(markdown)) throw new Error('there is no block that begins with # npm start')
  return markdown.replace(block, () => `\`\`\`\n# ${command}\n${text}\n\`\`\``)
}
