// SPDX-License-Identifier: GPL-2.0-only
import {
  type Boundary,
  type CrossingSymbol,
  type ModuleObject,
  type RedirectedVariable,
  type SecondCopy,
  userNames,
} from './boundary.js'
import { type Classed, countClasses, type ImportClass } from './classes/import-class.js'
import type { OutsideObject } from './classes/outside-object.js'
import { type OutsideCode, outsideCode } from './outside-code.js'

/** A boundary as one list of symbols, plain data for JSON. */
export interface Crossings {
  readonly objects: readonly ModuleObject[]
  readonly symbols: readonly Crossing[]
  /** Cryptography that is linked into vmlinux, with the reason why it stays; null where there is none. */
  readonly outside: readonly OutsideObject[]
  /** What the kernel has a second time of the functions of the module. */
  readonly copies: readonly SecondCopy[]
}

export interface Crossing extends CrossingSymbol, Partial<Classed> {
  readonly kind: 'function' | 'variable'
  /** `in`: the kernel uses it of the module, by a redirect. `out`: the module imports it from the kernel. */
  readonly direction: 'in' | 'out'
  /** Of cryptography that the module imports: the algorithms that need it. */
  readonly neededBy?: readonly string[] | undefined
}

export function crossingsOf({
  objects,
  functions,
  variables,
  imports,
  outside,
  copies,
}: Boundary): Crossings {
  const crossing = (kind: Crossing['kind'], direction: Crossing['direction'], symbol: CrossingSymbol) => {
    const { name, definedIn, users } = symbol
    return { name, kind, direction, definedIn, users }
  }
  return {
    objects,
    symbols: [
      ...functions.map(symbol => crossing('function', 'in', symbol)),
      ...variables.map(symbol => crossing('variable', 'in', symbol)),
      ...imports.map(symbol => ({
        ...crossing(symbol.kind, 'out', symbol),
        class: symbol.class,
        because: symbol.because,
        neededBy: symbol.neededBy,
      })),
    ],
    outside,
    copies,
  }
}

/** A boundary in short, plain data for JSON: what crosses, and the functions and variables of vmlinux that use it. */
export interface BoundaryList {
  readonly functions: readonly { readonly name: string; readonly users: readonly string[] }[]
  readonly variables: readonly (Omit<RedirectedVariable, 'definedIn' | 'users'> & {
    readonly users: readonly string[]
  })[]
  readonly imports: readonly string[]
  /** How many imports are of each class. */
  readonly classes: Readonly<Record<ImportClass, number>>
  /** Cryptographic code outside of the module: empty when the boundary is closed. */
  readonly outside: readonly OutsideCode[]
  readonly copies: readonly SecondCopy[]
}

export const listBoundary = (boundary: Boundary): BoundaryList => ({
  functions: boundary.functions.map(({ name, users }) => ({ name, users: userNames({ users }) })),
  variables: boundary.variables.map(({ definedIn: _, users, ...variable }) => ({
    ...variable,
    users: userNames({ users }),
  })),
  imports: boundary.imports.map(({ name }) => name),
  classes: countClasses(boundary),
  outside: outsideCode(boundary),
  copies: boundary.copies,
})
