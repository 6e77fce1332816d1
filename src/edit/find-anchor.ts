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
import { findFunctions, findIncludes, findMacros, findStructs } from './syntax/c-constructs.js'
import { findElseBlocks, findIfBlocks } from './syntax/conditionals.js'
import type { Construct } from './syntax/construct.js'
import { findKconfigEntries } from './syntax/kconfig.js'
import { findMacroStatements, findOutputSections } from './syntax/linker-script.js'
import { findAssignments, findDefines, findRules } from './syntax/make-constructs.js'
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
  switch (anchor.kind) {
    case 'within': {
      const outer = findAnchor(source, anchor.scope, disregard, scope)
      if (!outer.found) return outer
      return findAnchor(source, anchor.anchor, disregard, outer.construct.inside ?? outer.construct)
    }
    case 'startOf':
    case 'endOf': {
      const outer = findAnchor(source, anchor.anchor, disregard, scope)
      if (!outer.found) return outer
      const { inside } = outer.construct
      if (inside === undefined) return { found: false, missed: anchor, places: [], scope }
      const at = anchor.kind === 'startOf' ? inside.start : inside.end
      return { found: true, construct: { start: at, end: at } }
    }
    default:
      return single(anchor, constructsOf(source, anchor), disregard, scope)
  }
}

type Simple = Exclude<Anchor, { kind: 'within' | 'startOf' | 'endOf' }>

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
  const nth = anchor.kind === 'cMacro' ? anchor.nth : undefined
  if (nth !== undefined) places = places.slice(nth - 1, nth)
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
    case 'makeDefine':
      return findDefines(source, anchor.name)
    case 'kconfigEntry':
      return findKconfigEntries(source, anchor.name)
    case 'ldsSection':
      return findOutputSections(source, anchor.name)
    case 'ldsMacro':
      return findMacroStatements(source, anchor.name)
    case 'cFunction':
      return findFunctions(source, anchor.name)
    case 'cMacro':
      return findMacros(source, anchor.name)
    case 'cStruct':
      return findStructs(source, anchor.name)
    case 'cInclude':
      return findIncludes(source, anchor.name)
    case 'shFunction':
      return findShellFunctions(source, anchor.name)
    case 'ifBlock':
      return findIfBlocks(source, anchor.condition)
    case 'elseBlock':
      return findElseBlocks(source, anchor.condition)
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
