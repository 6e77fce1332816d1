// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Attribute, type Expression, readKconfig, type Statement } from '../../formats/kconfig/index.js'
import type { KernelTree } from '../kernel-tree.js'

/** What a tree's Kconfig says of an option; several definitions of it add up. */
export interface KconfigOption {
  readonly name: string
  readonly definitions: readonly OptionDefinition[]
  /** The options that select it, by their `select` lines. */
  readonly selectedBy: readonly Selection[]
}

export interface OptionDefinition {
  readonly attributes: readonly Attribute[]
  /** What has to hold for it to be there: of its own, and of the menus, choices and ifs around it. */
  readonly depends: readonly Expression[]
  /** What has to hold besides for somebody to be asked: `visible if` of the menus around it. */
  readonly visible: readonly Expression[]
  /** The members of the choice that it is one of, itself included; undefined outside of one. */
  readonly choice: readonly string[] | undefined
}

interface Selection {
  readonly by: string
  readonly condition: Expression | undefined
}

/**
 * The options, by name without `CONFIG_`, that the Kconfig files of a tree define for one architecture: those that the top
 * one reaches by `source`. A file that is not there is left out; Kconfig itself complains of it.
 */
export async function kconfigOptions(
  tree: KernelTree,
  srcArch: string,
): Promise<ReadonlyMap<string, KconfigOption>> {
  const table = new Map<string, MutableOption>()
  await readInto(table, 'Kconfig', readerOf(tree.root, srcArch), [])
  return table
}

interface MutableOption extends KconfigOption {
  readonly definitions: OptionDefinition[]
  readonly selectedBy: Selection[]
}

/** Menus, choices and ifs around a statement. */
interface Block {
  readonly depends: readonly Expression[]
  readonly visible: readonly Expression[]
  readonly choice: string[] | undefined
}

type Reader = (path: string) => Promise<readonly Statement[]>

function readerOf(root: string, srcArch: string): Reader {
  const variables = { SRCARCH: srcArch, ARCH: srcArch, BITS: '64' }
  return async path => readKconfig(await readFile(join(root, path), 'utf8').catch(() => ''), variables)
}

async function readInto(
  table: Map<string, MutableOption>,
  path: string,
  read: Reader,
  blocks: Block[],
  depth = 0,
): Promise<void> {
  const outer = blocks.length
  for (const statement of await read(path)) {
    if (statement.kind === 'source') {
      if (depth < DEEPEST) await readInto(table, statement.path, read, blocks, depth + 1)
    } else if (statement.kind === 'if') {
      blocks.push({ depends: [statement.condition], visible: [], choice: undefined })
    } else if (statement.kind === 'end') {
      if (blocks.length > outer) blocks.pop()
    } else if (statement.kind === 'config') {
      define(table, statement, blocks)
    } else {
      const { attributes } = statement
      const choice = statement.kind === 'choice' ? [] : undefined
      blocks.push({ ...conditionsOf(attributes), choice })
    }
  }
  blocks.length = outer
}

/** Files source files; a circle of them ends here. */
const DEEPEST = 30

function define(
  table: Map<string, MutableOption>,
  { name, attributes }: Extract<Statement, { readonly kind: 'config' }>,
  blocks: readonly Block[],
): void {
  const choice = blocks.findLast(block => block.choice !== undefined)?.choice
  choice?.push(name)
  const own = conditionsOf(attributes)
  optionIn(table, name).definitions.push({
    attributes,
    depends: [...blocks.flatMap(({ depends }) => depends), ...own.depends],
    visible: blocks.flatMap(({ visible }) => visible),
    choice,
  })
  for (const attribute of attributes) {
    if (attribute.kind !== 'select') continue
    optionIn(table, attribute.name).selectedBy.push({ by: name, condition: attribute.condition })
  }
}

const conditionsOf = (attributes: readonly Attribute[]) => ({
  depends: ofKind(attributes, 'depends'),
  visible: ofKind(attributes, 'visible'),
})

const ofKind = (attributes: readonly Attribute[], kind: 'depends' | 'visible'): Expression[] =>
  attributes.flatMap(each => (each.kind === kind && each.condition !== undefined ? [each.condition] : []))

function optionIn(table: Map<string, MutableOption>, name: string): MutableOption {
  const known = table.get(name) ?? { name, definitions: [], selectedBy: [] }
  table.set(name, known)
  return known
}
