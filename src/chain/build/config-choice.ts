// SPDX-License-Identifier: GPL-2.0-only
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Architecture } from '../../arch/architecture.js'
import { UsageError } from '../../core/errors.js'
import { exists } from '../../core/exists.js'

const CONFIGS = fileURLToPath(new URL('../../../configs', import.meta.url))

/** For the help of `--config`. */
export const CONFIG_HELP =
  'small or rich (which come with kcarve), a .config, or a fragment to merge into tinyconfig'

/** The file that `--config` means: one of ours by name, or a path. Throws UsageError when there is no such file. */
export async function configFile(choice: string, arch: Architecture): Promise<string> {
  const own = join(CONFIGS, `${choice}-${arch.name}.config`)
  if (/^\w+$/.test(choice) && (await exists(own))) return own
  if (await exists(choice)) return choice
  const names = (await readdir(CONFIGS))
    .filter(name => name.endsWith(`-${arch.name}.config`))
    .map(name => name.slice(0, -`-${arch.name}.config`.length))
  throw new UsageError(`There is no config ${choice}`, {
    hint: `a file, or one of ours: ${names.join(', ')}`,
  })
}
