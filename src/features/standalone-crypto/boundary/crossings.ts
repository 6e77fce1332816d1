// SPDX-License-Identifier: GPL-2.0-only
import {
  type Boundary,
  type CrossingSymbol,
  type ModuleObject,
  type RedirectedVariable,
  userNames,
} from './boundary.js'

/** A boundary as one list of symbols, plain data for JSON. */
export interface Crossings {
  readonly objects: readonly ModuleObject[]
  readonly symbols: readonly Crossing[]
}

export interface Crossing extends CrossingSymbol {
  readonly kind: 'function' | 'variable'
  /** `in`: the kernel uses it of the module, by a redirect. `out`: the module imports it from the kernel. */
  readonly direction: 'in' | 'out'
}

export function crossingsOf({ objects, functions, variables, imports }: Boundary): Crossings {
  const crossing = (kind: Crossing['kind'], direction: Crossing['direction'], symbol: CrossingSymbol) => {
    const { name, definedIn, users } = symbol
    return { name, kind, direction, definedIn, users }
  }
  return {
    objects,
    symbols: [
      ...functions.map(symbol => crossing('function', 'in', symbol)),
      ...variables.map(symbol => crossing('variable', 'in', symbol)),
      ...imports.map(symbol => crossing(symbol.kind, 'out', symbol)),
    ],
  }
}

/** A boundary in short, plain data for JSON: what crosses, and the functions and variables of vmlinux that use it. */
export interface BoundaryList {
  readonly functions: readonly { readonly name: string; readonly users: readonly string[] }[]
  readonly variables: readonly (Omit<RedirectedVariable, 'definedIn' | 'users'> & {
    readonly users: readonly string[]
  })[]
  readonly imports: readonly string[]
}

export const listBoundary = ({ functions, variables, imports }: Boundary): BoundaryList => ({
  functions: functions.map(({ name, users }) => ({ name, users: userNames({ users }) })),
  variables: variables.map(({ definedIn: _, users, ...variable }) => ({
    ...variable,
    users: userNames({ users }),
  })),
  imports: imports.map(({ name }) => name),
})
