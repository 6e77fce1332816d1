// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ConstructParts, cStruct, partsOf, type Recipe, replace, step } from '../../edit/index.js'
import type { ChangedStruct } from '../explain/explain.js'
import type { RefusedStruct } from './compat-report.js'
import { keptLayout } from './kept-layout.js'

/** As trees record it. */
export const COMPAT = 'compat'

export interface CompatRecipe {
  readonly recipe: Recipe
  readonly refused: readonly RefusedStruct[]
}

/** Edits of a kernel's headers that put the members of structs back to where an earlier kernel has them, one step a struct. */
export async function compatRecipe(
  srctree: string,
  structs: readonly ChangedStruct[],
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
  return { recipe: { name: COMPAT, steps, files: [] }, refused }
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
