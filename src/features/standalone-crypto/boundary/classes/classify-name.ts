// SPDX-License-Identifier: GPL-2.0-only
import { cryptographicNamespaces, namedCryptography, placeOf } from '../../recipe/index.js'
import type { Classed } from './import-class.js'

/** What a kernel says of a symbol that it exports. */
export interface KnownExport {
  /** Empty when the symbol is in none. */
  readonly namespace: string
  /** `vmlinux`, or the path of a module without `.ko`. */
  readonly provider: string
}

/**
 * Classes an import where no object is known that defines it: by its name and, where a kernel is known, by the namespace and the module that
 * export it. These can tell cryptography, and never that a symbol is none.
 */
export function classifyName(name: string, known?: KnownExport): Classed {
  const named = namedCryptography(name)
  if (named?.exception !== undefined) return { class: 'named exception', because: named.exception }
  const { namespace = '', provider = 'vmlinux' } = known ?? {}
  if (['library', 'neighbour'].includes(placeOf(`${provider}.o`))) {
    return { class: 'cryptography', because: `${provider}.ko exports it` }
  }
  if (cryptographicNamespaces.includes(namespace)) {
    return { class: 'cryptography', because: `exported in the namespace ${namespace}` }
  }
  if (named !== undefined) return { class: 'cryptography', because: 'by its name' }
  return { class: 'not classed', because: 'its name is not one of cryptography, and no object is known' }
}
