// SPDX-License-Identifier: GPL-2.0-only

/** Markup, as opposed to text that may hold anything. */
export interface Html {
  readonly markup: string
}

type Part = string | number | Html | readonly Part[] | null | undefined | false

/** A template of markup: what is put into it is text, and escaped, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = strings.map((string, index) => string + (index < parts.length ? markupOf(parts[index]) : ''))
  return { markup: markup.join('') }
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'markup' in part ? part.markup : part.map(markupOf).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** What a browser would act on, or not show: markup, control characters, and marks that turn the direction of text. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>"']/g, character => ENTITIES[character] ?? '')
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')

/** A value for a data block: `<` begins nothing there. */
export const jsonBlock = (value: unknown): Html => ({
  markup: JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029'),
})
