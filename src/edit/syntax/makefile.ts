// SPDX-License-Identifier: GPL-2.0-only
import { type MakeStatement, readMakefile } from '../../formats/makefile/index.js'
import type { SourceText } from '../source-text.js'

const parsed = new WeakMap<SourceText, readonly MakeStatement[]>()

/** The statements of a makefile, read once. */
export function parseMakefile(source: SourceText): readonly MakeStatement[] {
  const known = parsed.get(source)
  if (known !== undefined) return known
  const statements = readMakefile(source.text)
  parsed.set(source, statements)
  return statements
}
