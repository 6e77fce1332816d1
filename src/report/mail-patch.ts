// SPDX-License-Identifier: GPL-2.0-only

export interface MailPatch {
  /** From 1; 0 is the cover letter. */
  readonly number: number
  readonly total: number
  readonly subject: string
  readonly paragraphs: readonly string[]
  /** `Name <address>` */
  readonly from: string
  readonly signsOff: boolean
  /** As git writes it; empty in a cover letter. */
  readonly diff: string
  readonly version: string
}

/** A patch as `git format-patch` writes it, for `git am`. It has no date: that of `git am` counts. */
export function mailPatchText(patch: MailPatch): string {
  const { number, total, subject, paragraphs, from, signsOff, diff, version } = patch
  const digits = String(total).length
  const head = [
    'From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001',
    `From: ${from}`,
    `Subject: [PATCH ${String(number).padStart(digits, '0')}/${total}] ${subject}`,
    '',
  ]
  const body = paragraphs.map(paragraph => `${wrapped(paragraph, 72)}\n`)
  const end = diff === '' ? [] : [...(signsOff ? [`Signed-off-by: ${from}`] : []), '---', '']
  return `${[...head, ...body, ...end].join('\n')}${diff}--\u0020\nkcarve ${version}\n\n`
}

/** `0001-crypto-fips140-add-the-options.patch` */
export const mailPatchName = ({ number, subject }: Pick<MailPatch, 'number' | 'subject'>): string =>
  `${String(number).padStart(4, '0')}-${subject.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}.patch`

function wrapped(text: string, width: number): string {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.join('\n')
}
