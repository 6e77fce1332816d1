// SPDX-License-Identifier: GPL-2.0-only

/** The test suites that run commands of guides: on a real tree, with a built kernel, with Debian's kernels, with small jobs. */
export const GUIDE_SUITES = ['tree', 'kernel', 'reuse', 'queue'] as const
export type GuideSuite = (typeof GUIDE_SUITES)[number]

/** Commands of a guide, which one suite runs. */
export interface GuideBlock {
  readonly suite: GuideSuite
  /** Of the first command, from 1. */
  readonly line: number
  readonly script: string
  /** What the commands print, with … for what differs each time; undefined when the guide does not show it. */
  readonly output: string | undefined
}

interface Fence {
  readonly line: number
  readonly info: string
  readonly text: string
  /** Nothing but empty lines is between it and the fence before. */
  readonly follows: boolean
}

/**
 * The commands of a guide in Markdown: fences with the info string `sh SUITE`, each with the `text` fence behind it.
 * Throws when a fence has no info string, when commands name no suite, and when a `text` is nobody's output.
 */
export function readGuide(markdown: string, path: string): GuideBlock[] {
  const fences = fencesOf(markdown)
  return fences.flatMap((fence, index) => {
    const where = `${path}:${fence.line}`
    const [language = '', suite, ...more] = fence.info.split(/\s+/)
    if (language === 'text') {
      const before = fence.follows ? fences[index - 1] : undefined
      if (before === undefined || !/^sh\s/.test(before.info))
        throw new Error(`${where}: text follows no commands`)
      return []
    }
    if (language === '') throw new Error(`${where}: a fence without a language`)
    if (language !== 'sh') return []
    if (!isSuite(suite) || more.length > 0) {
      throw new Error(`${where}: \`${fence.info}\` is not sh and one of ${GUIDE_SUITES.join(', ')}`)
    }
    const next = fences[index + 1]
    const output = next?.follows && next.info === 'text' ? next.text : undefined
    return [{ suite, line: fence.line + 1, script: fence.text, output }]
  })
}

const isSuite = (word: string | undefined): word is GuideSuite => GUIDE_SUITES.some(suite => suite === word)

function fencesOf(markdown: string): Fence[] {
  const fences: Fence[] = []
  let open: { line: number; info: string; lines: string[]; follows: boolean } | undefined
  let isClear = false
  for (const [index, line] of markdown.split('\n').entries()) {
    const mark = /^```(.*)$/.exec(line)
    if (open === undefined && mark !== null) {
      open = { line: index + 1, info: mark[1]?.trim() ?? '', lines: [], follows: isClear }
    } else if (open !== undefined && mark !== null) {
      fences.push({ ...open, text: open.lines.map(each => `${each}\n`).join('') })
      open = undefined
      isClear = true
    } else if (open !== undefined) open.lines.push(line)
    else if (line.trim() !== '') isClear = false
  }
  if (open !== undefined) throw new Error(`line ${open.line}: a fence that is not closed`)
  return fences
}
