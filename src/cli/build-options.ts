// SPDX-License-Identifier: GPL-2.0-only
import { type Command, InvalidArgumentError, Option } from 'commander'
import { ARCH_HELP } from '../chain/build/architecture-choice.js'
import { CONFIG_HELP } from '../chain/build/config-choice.js'
import type { CommonOptions } from './session.js'

/** What commands that build have in common. */
export interface BuildCommandOptions extends CommonOptions {
  readonly config: string
  readonly arch?: string | undefined
  readonly jobs?: number | undefined
  readonly llvm?: string | undefined
  readonly ccWrapper?: string | undefined
}

export const addBuildOptions = (command: Command): Command =>
  command
    .option('--config <file>', CONFIG_HELP, 'small')
    .option('--arch <name>', ARCH_HELP)
    .option('-j, --jobs <n>', 'how many commands make runs at once (default: one per processor)', positive)
    .addOption(
      new Option(
        '--llvm [version]',
        "build with clang and LLVM's tools: the default ones, or a version such as 19",
      )
        .preset('')
        .argParser(kbuildLlvm),
    )
    .option(
      '--cc-wrapper <program>',
      'put this before the compiler (default: through ccache where that is installed)',
    )

/** For commander: a whole number above zero. */
export function positive(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value <= 0) throw new InvalidArgumentError('Give a number above zero.')
  return value
}

/** For commander: kbuild's LLVM=, where a version is a suffix. */
function kbuildLlvm(version: string): string {
  if (version === '') return '1'
  if (!/^\d+$/.test(version)) throw new InvalidArgumentError('Give a version of LLVM, such as 19.')
  return `-${version}`
}

/** The options of ours that make is given. */
export const makeOptions = ({ jobs, llvm, ccWrapper }: BuildCommandOptions) => ({ jobs, llvm, ccWrapper })
