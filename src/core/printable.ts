// SPDX-License-Identifier: GPL-2.0-only

const LONGEST = 300

/** Words of data that somebody else may have made, fit for one line: they may be long, and may move a terminal's cursor. */
export function printable(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
  return short.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, character => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
