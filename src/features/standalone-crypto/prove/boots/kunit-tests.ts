// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Objtree } from '../../../../build/index.js'
import { readDotConfig, tristate } from '../../../../formats/dot-config/index.js'
import { readModulesBuiltin } from '../../../../formats/modules-builtin/index.js'
import type { Scenario } from './scenario.js'

/** The KUnit tests that a build has in the carved directories and below them. */
export interface KunitTests {
  /** Names of modules. */
  readonly builtIn: readonly string[]
  readonly modular: readonly string[]
  /** Where the modules are, relative to the tree. */
  readonly directories: readonly string[]
  /** Whether the modules are signed: FIPS mode takes no others. */
  readonly signed: boolean
}

/** What is asked of them in one boot: to load those in `directories`, and that all of `modules` report; or why nothing is. */
export type KunitQuestion =
  | { readonly modules: readonly string[]; readonly directories: readonly string[] }
  | { readonly skipped: string }

/** Tests are known by their names, which Documentation/dev-tools/kunit/style.rst prescribes. */
export async function findKunitTests(
  { modulesBuiltin, modulesOrder, config }: Objtree,
  directories: readonly string[],
): Promise<KunitTests> {
  const tests = async (list: string) =>
    readModulesBuiltin(await readFile(list, 'utf8').catch(() => ''))
      .map(({ path, name }) => ({ path: path.replace(/^kernel\//, ''), name }))
      .filter(
        ({ path, name }) => name.endsWith('_kunit') && directories.some(each => path.startsWith(`${each}/`)),
      )
  const [builtIn, modular] = [await tests(modulesBuiltin), await tests(modulesOrder)]
  return {
    builtIn: builtIn.map(({ name }) => name),
    modular: modular.map(({ name }) => name),
    directories: [...new Set(modular.map(({ path }) => dirname(path)))],
    signed: tristate(readDotConfig(await readFile(config, 'utf8')), 'MODULE_SIG_ALL') === 'y',
  }
}

/** Undefined where there is nothing to tell: that a build has no tests is told once, of the plain boot. */
export function kunitQuestion(
  tests: KunitTests,
  { name, loadsModules }: Scenario,
): KunitQuestion | undefined {
  const { builtIn, modular, directories, signed } = tests
  if (builtIn.length + modular.length === 0)
    return name === '' ? { skipped: 'the configuration has no KUnit tests of the carved code' } : undefined
  if (loadsModules || signed) return { modules: [...builtIn, ...modular], directories }
  return builtIn.length > 0
    ? { modules: builtIn, directories: [] }
    : { skipped: 'the test modules are not signed, and FIPS mode takes no others' }
}
