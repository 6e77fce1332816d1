// SPDX-License-Identifier: GPL-2.0-only
import type { NewFile, Recipe, Step } from './recipe.js'
import type { ResolvedStep } from './resolve-recipe.js'
import { fromBytes, toBytes, toBytesText } from './source-text.js'

/** `@NAME@`; alone on a line, the line with its newline. */
const SLOT = /^[ \t]*@([A-Z][A-Z0-9_]*)@[ \t]*(?:\n|$)|@([A-Z][A-Z0-9_]*)@/gm

/**
 * The new files that a tree gets, with their slots filled by the variants that match. A slot of a step that has none, which
 * is an error of its own, stays as it is. Throws Error when a slot is filled by no step, by two, or not by all variants, when a
 * fill has no slot, and when a file is of a variant that no step has.
 */
export function fillSlots(recipe: Recipe, resolved: readonly ResolvedStep[]): NewFile[] {
  const owners = slotOwners(recipe.steps)
  const fills = new Map(
    resolved.flatMap(step => (step.outcome === 'found' ? Object.entries(step.variant.fills ?? {}) : [])),
  )
  const used = new Set<string>()
  const files = recipe.files.map(file => {
    const text = fromBytes(typeof file.content === 'string' ? Buffer.from(file.content) : file.content)
    if (!text.includes('@')) return file
    const filled = text.replace(SLOT, (slot: string, line?: string, word?: string) => {
      const name = line ?? word ?? ''
      if (!owners.has(name)) throw new Error(`${file.path}: no step fills @${name}@`)
      used.add(name)
      const fill = fills.get(name)
      if (fill === undefined) return slot
      const bytes = toBytesText(fill)
      return line === undefined || bytes === '' || bytes.endsWith('\n') ? bytes : `${bytes}\n`
    })
    return filled === text ? file : { ...file, content: toBytes(filled) }
  })
  const chosen = new Map(resolved.map(found => [found.step.id, 'variant' in found ? found.variant.id : '']))
  for (const [name, step] of owners) {
    if (!used.has(name)) throw new Error(`${step}: no new file has a slot @${name}@`)
  }
  return files.filter(({ path, of }) => {
    if (of === undefined) return true
    const step = recipe.steps.find(({ id }) => id === of.step)
    for (const variant of of.variants) {
      if (!step?.variants.some(({ id }) => id === variant)) {
        throw new Error(`${path}: no step has the variant ${of.step}/${variant}`)
      }
    }
    return of.variants.includes(chosen.get(of.step) ?? '')
  })
}

/** The step that fills each slot. */
function slotOwners(steps: readonly Step[]): Map<string, string> {
  const owners = new Map<string, string>()
  for (const { id, variants } of steps) {
    const names = new Set(variants.flatMap(({ fills = {} }) => Object.keys(fills)))
    for (const name of names) {
      const other = owners.get(name)
      if (other !== undefined) throw new Error(`${other} and ${id} both fill @${name}@`)
      const without = variants.find(({ fills = {} }) => fills[name] === undefined)
      if (without !== undefined) throw new Error(`${id}: ${without.id} does not fill @${name}@`)
      owners.set(name, id)
    }
  }
  return owners
}
