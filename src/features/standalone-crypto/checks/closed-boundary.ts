// SPDX-License-Identifier: GPL-2.0-only
import { type Check, checkOf, counted } from '../../../checks/check.js'
import {
  type Boundary,
  countClasses,
  type OutsideCode,
  outsideCode,
  type SecondCopy,
} from '../boundary/index.js'

/**
 * Whether all cryptography that the module uses, and all that the kernel has beside it, is inside or named with a reason. A second
 * copy under the same name for all fails where nothing explains it; what has the same bytes, or the name of a function that no
 * other file can call, is told.
 */
export function closedBoundaryCheck(boundary: Pick<Boundary, 'imports' | 'outside' | 'copies'>): Check {
  const outside = outsideCode(boundary)
  const unknown = boundary.imports.filter(symbol => symbol.class === 'not classed')
  const differences = [
    ...outsideTexts(outside),
    ...unknown.map(({ name, because }) => `${name} cannot be classed: ${because}`),
    ...copyTexts(boundary.copies.filter(({ because }) => because === null)),
  ]
  const explained = copyTexts(boundary.copies.filter(({ because }) => because !== null))
  const evidence =
    boundary.imports.length === 0 ? [] : [countText(boundary), ...exceptionTexts(boundary), ...explained]
  return checkOf('boundary-closed', 'no cryptographic code outside the module', { evidence, differences })
}

function countText(boundary: Pick<Boundary, 'imports'>): string {
  const counts = countClasses(boundary)
  const others = (['cryptography', 'not classed'] as const).filter(each => counts[each] > 0)
  return [
    `${counted(boundary.imports.length, 'import')}: ${counted(counts['kernel service'], 'kernel service')}`,
    counted(counts['named exception'], 'named exception'),
    ...others.map(each => `${counts[each]} ${each}`),
  ].join(', ')
}

/** What stays outside with a reason, one line for each. */
function exceptionTexts({ imports, outside }: Pick<Boundary, 'imports' | 'outside'>): string[] {
  const named = imports.filter(symbol => symbol.class === 'named exception')
  const reasons = new Set([...named, ...outside].flatMap(({ because }) => because ?? []))
  return [...reasons].map(reason => {
    const objects = outside.filter(({ because }) => because === reason).map(({ path }) => path)
    const symbols = named.filter(({ because }) => because === reason).map(({ name }) => name)
    const place = objects.length === 0 ? '' : `${objects.join(' ')}: `
    return `${place}${reason}${symbols.length === 0 ? '' : `; the module uses ${symbols.join(' ')}`}`
  })
}

/** A line for each object that has functions of the module a second time. */
export const copyTexts = (copies: readonly SecondCopy[]): string[] =>
  copies.map(({ object, symbols, kind, because }) => {
    const reason = because === null ? '' : `: ${because}`
    return `${object}: ${WHAT_IS_THERE[kind] ?? 'a second copy'}, ${listed(symbols)}${reason}`
  })

const WHAT_IS_THERE: { readonly [kind in SecondCopy['kind']]?: string } = {
  'same name': 'functions named like those of the module',
  'same table': 'tables of the module',
}

const MOST_NAMES = 6

/** A line for each object that the module uses: what of it, and which algorithms need it. One line for all others. */
export function outsideTexts(outside: readonly OutsideCode[]): string[] {
  const unused = outside.filter(({ symbols }) => symbols.length === 0).map(({ object }) => object)
  return [
    ...outside.filter(({ symbols }) => symbols.length > 0).map(usedText),
    ...(unused.length === 0 ? [] : [`in vmlinux, with no direct user in the module: ${unused.join(' ')}`]),
  ]
}

function usedText({ object, symbols, users, neededBy }: OutsideCode): string {
  const use = `${listed(users)} ${users.length === 1 ? 'uses' : 'use'} ${listed(symbols)}`
  return `${object}: ${use}; needed by ${neededBy.length === 0 ? 'no algorithm by name' : listed(neededBy)}`
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES)
  return `${shown.join(' ')}${shown.length < names.length ? ` and ${names.length - shown.length} more` : ''}`
}
