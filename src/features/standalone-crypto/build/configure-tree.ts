// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type ConfigureOptions,
  type ConfigureResult,
  configureKernel,
  RefusedOption,
} from '../../../build/index.js'
import { UsageError } from '../../../core/errors.js'
import { EXTMOD, KCONFIG, OPTIONS } from '../names.js'

export interface ConfigureTreeOptions extends Omit<ConfigureOptions, 'set'> {
  /** Whether the carved kernel is to be built: sets or clears the option of it. */
  readonly carved: boolean
}

/**
 * Writes .config for the carved kernel or for stock. Throws UsageError when a carved kernel is asked of a tree that offers none,
 * RefusedOption, with what the option depends on, when Kconfig refuses it, and what configureKernel throws.
 */
export async function configureTree({ carved, ...options }: ConfigureTreeOptions): Promise<ConfigureResult> {
  if (carved) await mustOfferCarving(options)
  try {
    const result = await configureKernel({ ...options, set: { [EXTMOD]: carved ? 'y' : 'n' } })
    // Our options are as `carved` says, whatever a config that was used for another build had.
    return { ...result, unmet: result.unmet.filter(({ name }) => !name.startsWith(OPTIONS)) }
  } catch (error) {
    throw error instanceof RefusedOption ? await withConditions(error, options) : error
  }
}

async function mustOfferCarving({ tree }: Pick<ConfigureOptions, 'tree'>): Promise<void> {
  await readFile(join(tree.root, KCONFIG)).catch(cause => {
    throw new UsageError(`${tree.root} has not been carved: it has no ${KCONFIG}`, {
      hint: `kcarve apply ${tree.root}`,
      cause,
    })
  })
}

async function withConditions(error: RefusedOption, { tree }: Pick<ConfigureOptions, 'tree'>) {
  const kconfig = await readFile(join(tree.root, KCONFIG), 'utf8')
  const entry = kconfig.split(/^(?=config )/m).find(text => text.startsWith(`config ${error.option}\n`)) ?? ''
  const conditions = [...entry.matchAll(/^\s+depends on (.*?)(?:\s*#.*)?$/gm)].map(match => match[1])
  return new RefusedOption(error.option, {
    cause: error,
    hint: `it depends on ${conditions.join(', and on ')}`,
  })
}
