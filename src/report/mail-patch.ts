// SPDX-License-Identifier: GPL-2.0-only
import { wrapWords } from '../core/wrap-words.js'
import type { Series } from '../features/feature.js'

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

/** What all patches of a series have in common. */
export type MailAuthor = Pick<MailPatch, 'from' | 'signsOff' | 'version'>

/** The cover letter and the patches of a series; `diffs` are those of its patches, in their order, and an empty one is left out. */
export function mailSeries(
  { prefix, title, paragraphs, patches }: Series,
  diffs: readonly string[],
  author: MailAuthor,
): MailPatch[] {
  const parts = patches.flatMap((patch, index) => {
    const diff = diffs[index] ?? ''
    return diff === '' ? [] : [{ ...patch, diff }]
  })
  const common = { ...author, total: parts.length }
  const list = parts.map(({ subject }, index) => `(${index + 1}) ${subject}`).join(', ')
  return [
    { ...common, number: 0, subject: `${prefix}${title}`, paragraphs: [...paragraphs, list], diff: '' },
    ...parts.map(({ subject, body, diff }, index) => ({
      ...common,
      number: index + 1,
      subject: `${prefix}${subject}`,
      paragraphs: body,
      diff,
    })),
  ]
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
  const body = paragraphs.map(paragraph => `${wrapWords(paragraph.split(/\s+/), 72).join('\n')}\n`)
  const end = diff === '' ? [] : [...(signsOff ? [`Signed-off-by: ${from}`] : []), '---', '']
  return `${[...head, ...body, ...end].join('\n')}${diff}--\u0020\nkcarve ${version}\n\n`
}

/** `0001-crypto-demo-add-the-options.patch` */
export const mailPatchName = ({ number, subject }: Pick<MailPatch, 'number' | 'subject'>): string =>
  `${String(number).padStart(4, '0')}-${subject.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '')}.patch`
