// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  append,
  type ConstructParts,
  cStruct,
  type NewFile,
  partsOf,
  type Recipe,
  replace,
  type Step,
  step,
} from '../../edit/index.js'
import type { ChangedStruct } from '../explain/explain.js'
import type { RefusedStruct } from './compat-report.js'
import { keptLayout } from './kept-layout.js'
import type { KeptSymbol } from './kept-symbols.js'

/** As trees record it. */
export const COMPAT = 'compat'

export interface CompatRecipe {
  readonly recipe: Recipe
  readonly refused: readonly RefusedStruct[]
}

/**
 * Edits of a kernel's headers that put the members of structs back to where an earlier kernel has them, one step a struct, and
 * files that export symbols under names that it has no more.
 */
export async function compatRecipe(
  srctree: string,
  structs: readonly ChangedStruct[],
  symbols: readonly KeptSymbol[],
): Promise<CompatRecipe> {
  const found = await Promise.all(
    structs.map(async changed => ({ changed, edit: await editOf(srctree, changed) })),
  )
  const steps = found.flatMap(({ changed: { name, file }, edit }) =>
    'refused' in edit
      ? []
      : [
          step({
            id: `struct-${name.replaceAll('_', '-')}`,
            path: headerPath(file),
            purpose: `members of struct ${name} stay where the archived module has them`,
            group: 'layouts',
            edits: [replace(cStruct(name), edit.text)],
          }),
        ],
  )
  const refused = found.flatMap(({ changed: { name, file }, edit }) =>
    'refused' in edit ? [{ struct: name, file: headerPath(file), reason: edit.refused }] : [],
  )
  return {
    recipe: { name: COMPAT, steps: [...steps, ...exportSteps(symbols)], files: exportFiles(symbols) },
    refused,
  }
}

/** Below lib/, for what the module imports. */
const EXPORTS = 'compat'

function exportSteps(symbols: readonly KeptSymbol[]): Step[] {
  if (symbols.length === 0) return []
  const group = 'exports'
  return [
    ...symbols.flatMap(({ symbol, as, path, edit }) =>
      edit === undefined
        ? []
        : [
            step({
              id: `declare-${symbol.replaceAll('_', '-').toLowerCase()}`,
              ...{ path, group, edits: [edit] },
              purpose: `${symbol}(), ${as === 'macro' ? 'a macro' : `an ${as}`} now, is a function again`,
            }),
          ],
    ),
    step({
      id: 'build-exports',
      ...{ path: 'lib/Makefile', group, edits: [append(`obj-y += ${EXPORTS}/\n`)] },
      purpose: 'builds what exports symbols again',
    }),
  ]
}

function exportFiles(symbols: readonly KeptSymbol[]): NewFile[] {
  if (symbols.length === 0) return []
  const makefile = symbols.map(({ symbol }) => `obj-y += ${symbol}.o\n`).join('')
  return [
    {
      path: `lib/${EXPORTS}/Makefile`,
      content: `# SPDX-License-Identifier: GPL-2.0-only\n${makefile}`,
      purpose: 'names what exports symbols again',
      group: 'exports',
    },
    ...symbols.map(({ symbol, source }) => ({
      path: `lib/${EXPORTS}/${symbol}.c`,
      content: source,
      purpose: `exports ${symbol}, which the archived module imports`,
      group: 'exports',
    })),
  ]
}

async function editOf(
  srctree: string,
  { name, file, before, after }: ChangedStruct,
): Promise<{ readonly text: string } | { readonly refused: string }> {
  const text = await readFile(join(srctree, headerPath(file)), 'latin1').catch(() => undefined)
  if (text === undefined) return { refused: 'its header is not among the sources' }
  const parts: ConstructParts | undefined = partsOf(text, cStruct(name))
  if (parts === undefined) return { refused: 'it is not defined there exactly once' }
  const kept = keptLayout(parts.inside, { before, after })
  return 'refused' in kept ? kept : { text: `${parts.head}${kept.body}${parts.tail}` }
}

/** Relative to the tree, of a header as the compiler names it from the build directory. */
export const headerPath = (file: string): string => file.replace(/^(?:\.\/)?(?:\.\.\/source\/)?/, '')
