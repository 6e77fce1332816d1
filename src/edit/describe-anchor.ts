// SPDX-License-Identifier: GPL-2.0-only
import type { Anchor } from './anchor.js'

/** An anchor in words: `function do_init_module`, `line "return 0;" in struct module`. */
export function describeAnchor(anchor: Anchor): string {
  switch (anchor.kind) {
    case 'line':
      return `line ${JSON.stringify(anchor.text)}`
    case 'lineWith':
      return `line with ${JSON.stringify(anchor.text)}`
    case 'lines':
      return `lines ${anchor.texts.map(text => JSON.stringify(text)).join(', ')}`
    case 'makeAssignment': {
      const { name, operator = '', value } = anchor
      return `assignment ${name}${operator && ` ${operator}`}${value === undefined ? '' : ` with ${value}`}`
    }
    case 'makeRule': {
      const { name, prerequisite, recipe } = anchor
      const on = prerequisite === undefined ? '' : ` on ${prerequisite}`
      return `rule ${name}:${on}${recipe === undefined ? '' : recipe ? ' with a recipe' : ' without a recipe'}`
    }
    case 'ifBlock':
      return `conditional ${anchor.condition}`
    case 'within':
      return `${describeAnchor(anchor.anchor)} in ${describeAnchor(anchor.scope)}`
    default:
      return `${WORDS[anchor.kind]} ${anchor.name}`
  }
}

const WORDS = {
  ldsSection: 'output section',
  ldsMacro: 'macro statement',
  cFunction: 'function',
  cStruct: 'struct',
  cInclude: '#include',
  shFunction: 'shell function',
} as const
