// SPDX-License-Identifier: GPL-2.0-only
import { namedSymbols, placeOf, type StayingReasons } from '../../recipe/index.js'
import type { Classed } from './import-class.js'

/** A symbol that the module imports, as vmlinux has it. */
export interface ImportPlace {
  readonly name: string
  /** The object that defines it; null when none does, as for symbols of the linker script. */
  readonly definedIn: string | null
  /** A symbol at the same address that an object does define. */
  readonly alias?: { readonly name: string; readonly definedIn: string } | undefined
}

/** Classes an import by the object that defines it, and by what the feature names. Guesses nothing. */
export function classifyImport({ name, definedIn, alias }: ImportPlace, stays: StayingReasons): Classed {
  if (definedIn !== null) return classifyPlace(name, definedIn, stays)
  if (alias === undefined) return { class: 'not classed', because: 'no object of vmlinux defines it' }
  const classed = classifyPlace(alias.name, alias.definedIn, stays)
  return { ...classed, because: classed.because ?? `another name of ${alias.name} in ${alias.definedIn}` }
}

function classifyPlace(name: string, definedIn: string, stays: StayingReasons): Classed {
  if (placeOf(definedIn) === 'other') return { class: 'kernel service', because: null }
  const reason = stays(definedIn) ?? namedSymbols.find(({ symbols }) => symbols.includes(name))?.because
  return reason === undefined
    ? { class: 'cryptography', because: null }
    : { class: 'named exception', because: reason }
}
