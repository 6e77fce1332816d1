// SPDX-License-Identifier: GPL-2.0-only
import type { Anchor } from './anchor.js'
import {
  allLines,
  lineSpan,
  normaliseBlanks,
  type SourceText,
  type Span,
  spanHas,
  toBytesText,
} from './source-text.js'
import { findFunctions, findIncludes, findStructs } from './syntax/c-constructs.js'
import { findIfBlocks } from './syntax/conditionals.js'
import type { Construct } from './syntax/construct.js'
import { findMacroStatements, findOutputSections } from './syntax/linker-script.js'
import { findAssignments, findRules } from './syntax/make-constructs.js'
import { findShellFunctions } from './syntax/shell.js'

/** The one place an anchor stands for, or why there is none: what was looked for, and the places where it is, if there are several. */
export type AnchorResult =
  | { readonly found: true; readonly construct: Construct }
  | {
      readonly found: false
      readonly missed: Anchor
      readonly places: readonly Construct[]
      readonly scope: Span
    }

/** Says which constructs do not count: those that the recipe itself put there. Asked only when there are several. */
export type Disregard = (construct: Construct) => boolean

/** Finds the construct that the anchor names, exactly once within the scope. Throws nothing. */
export function findAnchor(
  source: SourceText,
  anchor: Anchor,
  disregard: Disregard = () => false,
  scope: Span = { start: 0, end: source.text.length },
): AnchorResult {
  if (anchor.kind !== 'within') return single(anchor, constructsOf(source, anchor), disregard, scope)
  const outer = findAnchor(source, anchor.scope, disregard, scope)
  if (!outer.found) return outer
  return findAnchor(source, anchor.anchor, disregard, outer.construct.inside ?? outer.construct)
}

type Simple = Exclude<Anchor, { kind: 'within' }>

function single(
  anchor: Simple,
  constructs: readonly Construct[],
  disregard: Disregard,
  scope: Span,
): AnchorResult {
  let places = constructs.filter(construct => spanHas(scope, construct))
  if (places.length > 1) {
    const others = places.filter(construct => !disregard(construct))
    if (others.length > 0) places = others
  }
  const [construct] = places
  if (construct !== undefined && places.length === 1) return { found: true, construct }
  return { found: false, missed: anchor, places, scope }
}

function constructsOf(source: SourceText, anchor: Simple): Construct[] {
  switch (anchor.kind) {
    case 'line':
      return findLines(source, [anchor.text])
    case 'lines':
      return findLines(source, anchor.texts)
    case 'lineWith': {
      const wanted = normaliseBlanks(toBytesText(anchor.text))
      return normalisedLines(source).flatMap((text, index) =>
        text.includes(wanted) ? [lineSpan(source, index)] : [],
      )
    }
    case 'makeAssignment':
      return findAssignments(source, anchor.name, anchor)
    case 'makeRule':
      return findRules(source, anchor.name, anchor)
    case 'ldsSection':
      return findOutputSections(source, anchor.name)
    case 'ldsMacro':
      return findMacroStatements(source, anchor.name)
    case 'cFunction':
      return findFunctions(source, anchor.name)
    case 'cStruct':
      return findStructs(source, anchor.name)
    case 'cInclude':
      return findIncludes(source, anchor.name)
    case 'shFunction':
      return findShellFunctions(source, anchor.name)
    case 'ifBlock':
      return findIfBlocks(source, anchor.condition)
  }
}

function findLines(source: SourceText, texts: readonly string[]): Construct[] {
  const wanted = texts.map(text => normaliseBlanks(toBytesText(text)))
  const present = normalisedLines(source)
  return present.flatMap((_, index) =>
    wanted.length > 0 && wanted.every((text, below) => present[index + below] === text)
      ? [{ start: lineSpan(source, index).start, end: lineSpan(source, index + wanted.length - 1).end }]
      : [],
  )
}

const normalised = new WeakMap<SourceText, readonly string[]>()

function normalisedLines(source: SourceText): readonly string[] {
  let known = normalised.get(source)
  if (known === undefined) {
    known = allLines(source).map(normaliseBlanks)
    normalised.set(source, known)
  }
  return known
}
