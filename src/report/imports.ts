// SPDX-License-Identifier: GPL-2.0-only
import type { ClassedImports } from '../features/standalone-crypto/boundary/index.js'
import { countText, numberText } from '../text/quantities.js'

/** What a module imports, by class: rows of a table. */
export function importRows({ knownBy, classes, cryptography, exceptions }: ClassedImports): string[][] {
  const services = classes['kernel service']
  const unknown = classes['not classed']
  return [
    [
      'cryptography outside',
      cryptography.length > 0
        ? namesText(cryptography)
        : knownBy === 'objects'
          ? 'none'
          : 'none, as far as names tell',
    ],
    ...(services === 0 ? [] : [['kernel services', countText(services, 'import')]]),
    ...(exceptions.length === 0 ? [] : [['named exceptions', namesText(exceptions)]]),
    ...(unknown === 0 ? [] : [['not classed', unknownText(unknown, knownBy)]]),
  ]
}

const unknownText = (count: number, knownBy: ClassedImports['knownBy']): string =>
  knownBy === 'objects'
    ? `${countText(count, 'import')}: no object of the build says whose`
    : `${countText(count, 'import')} without a cryptographic name; which object defines them is not known here (--kernel BUILD tells)`

const MOST_NAMES = 8

function namesText(imports: ClassedImports['exceptions']): string {
  const shown = imports.slice(0, MOST_NAMES).map(({ name }) => name)
  const more = imports.length - shown.length
  return `${countText(imports.length, 'import')}: ${shown.join(' ')}${more === 0 ? '' : ` and ${numberText(more)} more`}`
}

/** Each import that is cryptography or an exception, and why. */
export const importReasons = ({ cryptography, exceptions, notClassed }: ClassedImports): string[][] => [
  ...cryptography.map(({ name, because }) => [name, 'cryptography', because]),
  ...exceptions.map(({ name, because }) => [name, 'named exception', because]),
  ...notClassed.map(({ name, because }) => [name, 'not classed', because]),
]
