// SPDX-License-Identifier: GPL-2.0-only
import type { Boundary } from './boundary.js'

/** An object of vmlinux with cryptography that belongs into the module. */
export interface OutsideCode {
  readonly object: string
  /** Those that the module imports; none where only vmlinux itself uses the object. */
  readonly symbols: readonly string[]
  /** Objects of the module that use these. */
  readonly users: readonly string[]
  /** Algorithms of the module that need them, by driver or template, or else functions of it. */
  readonly neededBy: readonly string[]
}

/** Cryptographic code outside of the module, by object: empty when the boundary is closed. */
export function outsideCode({ imports, outside }: Pick<Boundary, 'imports' | 'outside'>): OutsideCode[] {
  const cryptography = imports.filter(symbol => symbol.class === 'cryptography')
  const placeOf = ({ definedIn, because }: (typeof imports)[number]) => definedIn ?? because ?? ''
  const unexplained = outside.filter(({ because }) => because === null).map(({ path }) => path)
  const objects = new Set([...cryptography.map(placeOf), ...unexplained])
  return [...objects].sort().map(object => {
    const symbols = cryptography.filter(symbol => placeOf(symbol) === object)
    const all = (values: readonly (readonly string[])[]) => [...new Set(values.flat())].sort()
    return {
      object,
      symbols: symbols.map(({ name }) => name),
      users: all(symbols.map(({ users }) => users.map(each => each.object))),
      neededBy: all(symbols.map(({ neededBy }) => neededBy)),
    }
  })
}
