// SPDX-License-Identifier: GPL-2.0-only

/** Where the compiler points to, lines and columns from 1. */
export interface SourcePlace {
  readonly file: string
  readonly line: number
}

/** An error of gcc or clang, with the notes that belong to it. */
export interface Diagnostic extends SourcePlace {
  readonly message: string
  readonly notes: readonly (SourcePlace & { readonly message: string })[]
}

const LINE = /^(.+?):(\d+):(?:\d+:)? (fatal error|error|note|warning): (.*)$/

/** Reads the errors out of what a compiler prints in the C locale without colours; warnings and what is quoted are left out. */
export function readDiagnostics(lines: readonly string[]): readonly Diagnostic[] {
  const errors: (Diagnostic & { notes: Diagnostic['notes'][number][] })[] = []
  let current: (typeof errors)[number] | undefined
  for (const text of lines) {
    const [, file = '', line = '', kind, message = ''] = LINE.exec(text) ?? []
    if (kind === undefined) continue
    const place = { file, line: Number(line), message: message.replace(/ \[-W[^\]]{0,100}\]$/, '') }
    if (kind === 'note') current?.notes.push(place)
    else current = kind === 'warning' ? undefined : { ...place, notes: [] }
    if (kind.endsWith('error') && current !== undefined) errors.push(current)
  }
  return errors
}
