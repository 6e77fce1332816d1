// SPDX-License-Identifier: GPL-2.0-only

import { FormatError } from '../../../core/errors.js'
import { REDIRECT_MACROS } from '../names.js'
import type { RedirectedFunction, RedirectedVariable } from './boundary.js'

const FUNCTION = new RegExp(
  `^[ \\t]*${REDIRECT_MACROS.function}[ \\t]+\\d+[ \\t]*,[ \\t]*([^\\s,]+)(?:[ \\t]*,[ \\t]*([^\\s,]+))?[ \\t\\r]*$`,
  'gm',
)
const VARIABLE = new RegExp(`^[ \\t]*${REDIRECT_MACROS.variable}[ \\t]+(.*)$`, 'gm')

/** Reads the assembler source that the link step writes for vmlinux; users are not known from it. */
export function readRedirects(text: string): {
  readonly functions: readonly Omit<RedirectedFunction, 'definedIn' | 'users'>[]
  readonly variables: readonly Omit<RedirectedVariable, 'definedIn' | 'users'>[]
} {
  const functions = [...text.matchAll(FUNCTION)]
  const variables = [...text.matchAll(VARIABLE)]
  return {
    functions: functions.map(match => ({ name: match[1] ?? '', twin: match[2] })),
    variables: variables.map(match => {
      const [name = '', section = '', size = '', align = ''] = (match[1] ?? '')
        .split(',')
        .map(each => each.trim())
      if (name === '' || Number.isNaN(Number(size || 'x')) || Number.isNaN(Number(align || 'x'))) {
        throw new FormatError(`${JSON.stringify(match[0])} is not name, section, size and alignment`, {
          offset: match.index,
          field: REDIRECT_MACROS.variable,
        })
      }
      return { name, section, size: Number(size), align: Number(align) }
    }),
  }
}
