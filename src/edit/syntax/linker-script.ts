// SPDX-License-Identifier: GPL-2.0-only
import { escapePattern } from '../../core/escape-pattern.js'
import { type SourceText, wholeLines } from '../source-text.js'
import { insideBraces } from './c-constructs.js'
import { closingBracket, scanC } from './c-scan.js'
import type { Construct } from './construct.js'

/** Statements `NAME [address] : [AT(…)…] { … } [>region] [:phdr] [=fill]`, those in `#define` bodies included. */
export function findOutputSections(source: SourceText, name: string): Construct[] {
  const scan = scanC(source)
  const found: Construct[] = []
  const pattern = new RegExp(
    `^[ \\t]*${escapePattern(name)}(?=[\\s:(])[^;{}:]{0,1000}:[^;{}]{0,1000}\\{`,
    'gm',
  )
  for (const { 0: text, index } of scan.mask.matchAll(pattern)) {
    const open = index + text.length - 1
    const close = closingBracket(scan, open)
    if (close === undefined) continue
    found.push({
      ...wholeLines(source, { start: index, end: close + 1 }),
      inside: insideBraces(source, open, close),
    })
  }
  return found
}

/** Uses of a macro as a statement of its own, with or without arguments. */
export function findMacroStatements(source: SourceText, name: string): Construct[] {
  const scan = scanC(source)
  const found: Construct[] = []
  const pattern = new RegExp(`^[ \\t]*${escapePattern(name)}(?![\\w.])[ \\t]*`, 'gm')
  for (const { 0: text, index } of scan.mask.matchAll(pattern)) {
    let end = index + text.length
    if (scan.mask[end] === '(') {
      const close = closingBracket(scan, end)
      if (close === undefined) continue
      end = close + 1
    }
    const rest = /^[^\n]*/.exec(scan.mask.slice(end, end + 1000))?.[0] ?? ''
    if (/^[\s;\\]*$/.test(rest)) found.push(wholeLines(source, { start: index, end }))
  }
  return found
}
