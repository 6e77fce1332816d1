// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import type { Objtree } from '../../../../build/index.js'
import { readModulesBuiltin } from '../../../../formats/modules-builtin/index.js'
import type { CryptoRequest } from '../../guest-request.js'
import type { KunitQuestion } from './kunit-tests.js'
import type { Scenario } from './scenario.js'

/** The kernel command line has 2048 characters. */
const MOST_NAMES = 12
/** Loading it is meant to fail: it runs tests and returns -EAGAIN. */
const NEVER_LOADED = ['tcrypt']

/** What both guests are asked: to load what was carved and what is =m by name, and to show all that is compared. */
export async function requestForBoth(
  stock: Objtree,
  directories: readonly string[],
  { loadsModules }: Scenario,
  kunit?: KunitQuestion | undefined,
): Promise<CryptoRequest> {
  const names = async (list: string) =>
    readModulesBuiltin(await readFile(list, 'utf8').catch(() => ''))
      .filter(({ path }) => directories.some(each => path.replace(/^kernel\//, '').startsWith(`${each}/`)))
      .map(({ name }) => name)
      // KUnit tests have a check of their own.
      .filter(name => !NEVER_LOADED.includes(name) && !name.endsWith('_kunit'))
  const builtIn = await names(stock.modulesBuiltin)
  const modular = loadsModules ? await names(stock.modulesOrder) : []
  // Those that most people know are among the first of neither list.
  const known = ['ctr', 'gcm', 'aes_generic'].filter(name => builtIn.includes(name))
  const modprobe = [...new Set([...known, ...modular.slice(0, 4), ...builtIn])].slice(0, MOST_NAMES)
  return {
    before: ['meminfo'],
    checks: [
      'module',
      'modprobe',
      'afalg',
      'crypto-all',
      ...(kunit !== undefined && 'modules' in kunit ? (['kunit'] as const) : []),
    ],
    after: ['crypto', 'services', 'sysmodule', 'modules', 'dmesg'],
    modprobe,
    kunit: kunit !== undefined && 'modules' in kunit ? kunit.directories : undefined,
    initcallDebug: true,
  }
}
