// SPDX-License-Identifier: GPL-2.0-only
import { compareCompiled } from '../../elf-diff/index.js'
import { openModule, openModules } from '../open-modules.js'
import type { ModuleFacts } from './module-facts.js'

/** A module as somebody has compiled it for another kernel. */
export interface CompiledModule {
  readonly facts: ModuleFacts
  /** Where its code, data and relocations are others, as compareCompiled tells. */
  readonly differences: readonly string[]
}

/**
 * Compares modules with those of the same names among `paths`, pair by pair, as all of them may not fit the memory; by name.
 * Throws as openModules does.
 */
export async function comparedWith(
  modules: readonly ModuleFacts[],
  paths: readonly string[],
  onModule?: (done: number, total: number) => void,
): Promise<ReadonlyMap<string, CompiledModule>> {
  const opened = await openModules(paths, onModule)
  const counterparts = new Map(opened.map(facts => [facts.name, facts]))
  const compared = new Map<string, CompiledModule>()
  for (const [index, { name, path }] of modules.entries()) {
    onModule?.(index + 1, modules.length)
    const facts = counterparts.get(name)
    if (facts === undefined) continue
    const differences = compareCompiled(await openModule(path), await openModule(facts.path))
    compared.set(name, { facts, differences })
  }
  return compared
}
