// SPDX-License-Identifier: GPL-2.0-only

/** What every page has had in it, whichever version wrote it. */
export const PAGE_MARK = '<a class="skip-link" href="#verdict">'

/** Whether a file is the page of a report. */
export const isOwnPage = (text: string): boolean => text.includes(PAGE_MARK)

/** Whether a file has the numbers of a report or of a matrix, of any version. */
export function isOwnNumbers(text: string): boolean {
  try {
    const { schema } = JSON.parse(text)
    return typeof schema === 'string' && /^kcarve\/(?:report|matrix)\//.test(schema)
  } catch {
    return false
  }
}
