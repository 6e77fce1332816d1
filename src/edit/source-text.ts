// SPDX-License-Identifier: GPL-2.0-only

/**
 * A file's bytes as text of one character a byte, so that offsets are byte offsets and any encoding survives;
 * `toBytesText` and `fromBytesText` convert what people write and read.
 */
export interface SourceText {
  readonly text: string
  /** Offset of the first byte of each line. */
  readonly lineStarts: readonly number[]
}

/** Bytes from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

export const fromBytes = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
export const toBytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
export const toBytesText = (unicode: string): string => Buffer.from(unicode, 'utf8').toString('latin1')
export const fromBytesText = (text: string): string => Buffer.from(text, 'latin1').toString('utf8')

export function sourceText(text: string): SourceText {
  const lineStarts: number[] = []
  for (let at = 0; at < text.length; ) {
    lineStarts.push(at)
    const newline = text.indexOf('\n', at)
    at = newline === -1 ? text.length : newline + 1
  }
  return { text, lineStarts }
}

/** Index, from 0, of the line that holds the byte at `offset`. */
export function lineAt({ lineStarts }: SourceText, offset: number): number {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lineStarts[middle] as number) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The bytes of a line, newline included; empty at the end of the text for an index beyond the last. */
export function lineSpan({ text, lineStarts }: SourceText, index: number): Span {
  return { start: lineStarts[index] ?? text.length, end: lineStarts[index + 1] ?? text.length }
}

/** A line without its newline (or carriage return and newline). */
export function lineText(source: SourceText, index: number): string {
  const { start, end } = lineSpan(source, index)
  return source.text.slice(start, end).replace(/\r?\n$/, '')
}

/** The span widened to whole lines. */
export function wholeLines(source: SourceText, { start, end }: Span): Span {
  return {
    start: lineSpan(source, lineAt(source, start)).start,
    end: end > start ? lineSpan(source, lineAt(source, end - 1)).end : end,
  }
}

export const allLines = (source: SourceText): string[] =>
  source.lineStarts.map((_, index) => lineText(source, index))

/** Runs of blanks as one, none at the ends. */
export const normaliseBlanks = (text: string): string =>
  text.replace(/[ \t\r\n\f\v]+/g, ' ').replace(/^ | $/g, '')

export const spanHas = (outer: Span, inner: Span): boolean =>
  inner.start >= outer.start && inner.end <= outer.end
