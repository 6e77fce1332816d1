// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../../core/errors.js'
import type { RedirectedVariable } from './boundary.js'

/** Reads the assembler source that crypto/fips140/link/redirect.sh writes; users are not known from it. */
export function readRedirects(text: string): {
  readonly functions: readonly { readonly name: string }[]
  readonly variables: readonly Omit<RedirectedVariable, 'definedIn' | 'users'>[]
} {
  const functions = [...text.matchAll(/^[ \t]*fips140_func[ \t]+\d+[ \t]*,[ \t]*([^\s,]+)[ \t\r]*$/gm)]
  const variables = [...text.matchAll(/^[ \t]*fips140_var[ \t]+(.*)$/gm)]
  return {
    functions: functions.map(match => ({ name: match[1] ?? '' })),
    variables: variables.map(match => {
      const [name = '', section = '', size = '', align = ''] = (match[1] ?? '')
        .split(',')
        .map(each => each.trim())
      if (name === '' || Number.isNaN(Number(size || 'x')) || Number.isNaN(Number(align || 'x'))) {
        throw new FormatError(`${JSON.stringify(match[0])} is not name, section, size and alignment`, {
          offset: match.index,
          field: 'fips140_var',
        })
      }
      return { name, section, size: Number(size), align: Number(align) }
    }),
  }
}
