// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path'
import { exists } from '../../core/exists.js'
import type { DotConfig } from '../../formats/dot-config/index.js'
import type { KernelTree } from '../../kernel/index.js'

/** An option that is not as asked for because we set it to something else. */
export interface OverriddenOption {
  readonly name: string
  /** As in a .config, strings without quotes. */
  readonly wanted: string
  readonly is: string
  /** Why, for people. */
  readonly because: string
}

/**
 * Options whose value names a file that certs/Makefile needs, and what they are without that file: Kconfig's default. A
 * distribution's configuration names certificates and keys that only its own packaging puts into the tree.
 */
const FILES: Readonly<Record<string, string>> = {
  SYSTEM_TRUSTED_KEYS: '',
  SYSTEM_REVOCATION_KEYS: '',
  SYSTEM_BLACKLIST_HASH_LIST: '',
  MODULE_SIG_KEY: 'certs/signing_key.pem',
}

/** The options of a configuration that name a file which is neither in the source tree nor in the build directory. */
export async function missingFiles(
  options: DotConfig,
  { tree, objtree }: { readonly tree: KernelTree; readonly objtree: string },
): Promise<readonly OverriddenOption[]> {
  const overridden: OverriddenOption[] = []
  for (const [name, is] of Object.entries(FILES)) {
    const wanted = options.get(name)?.value ?? ''
    if (wanted === '' || wanted === is || wanted.startsWith('pkcs11:')) continue
    const found = await Promise.all([tree.root, objtree].map(place => exists(resolve(place, wanted))))
    if (!found.some(Boolean)) overridden.push({ name, wanted, is, because: `there is no ${wanted}` })
  }
  return overridden
}
