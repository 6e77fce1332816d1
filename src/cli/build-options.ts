// SPDX-License-Identifier: GPL-2.0-only
import { type Command, InvalidArgumentError } from 'commander'
import { ARCH_HELP } from './architecture-choice.js'
import { CONFIG_HELP } from './config-choice.js'
import type { CommonOptions } from './session.js'

/** What commands that build have in common. */
export interface BuildCommandOptions extends CommonOptions {
  readonly config: string
  readonly arch?: string
  readonly jobs?: number
  readonly ccWrapper?: string
}

export const addBuildOptions = (command: Command): Command =>
  command
    .option('--config <file>', CONFIG_HELP, 'small')
    .option('--arch <name>', ARCH_HELP)
    .option('-j, --jobs <n>', 'commands that make runs at a time (default: as many as processors)', positive)
    .option('--cc-wrapper <program>', 'goes before every call of the compiler: ccache')

/** For commander: a whole number above zero. */
export function positive(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value <= 0)
    throw new InvalidArgumentError('A number above zero is needed.')
  return value
}

/** The options of ours that make is given, without those that were left out. */
export const makeOptions = ({ jobs, ccWrapper }: BuildCommandOptions) => ({
  ...(jobs === undefined ? {} : { jobs }),
  ...(ccWrapper === undefined ? {} : { ccWrapper }),
})
