// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import type { Selection } from '../features/standalone-crypto/recipe/index.js'

export interface SelectionOptions {
  readonly only?: readonly string[]
  readonly except?: readonly string[]
}

export const addSelectionOptions = (command: Command): Command =>
  command
    .option('--only <names>', 'carve only these directories or CONFIG options, separated by commas', words)
    .option('--except <names>', 'leave these directories or CONFIG options in vmlinux', words)

/** The selection asked for; undefined when none is. */
export function chosenSelection({ only = [], except = [] }: SelectionOptions): Selection | undefined {
  return only.length + except.length === 0 ? undefined : { only, except }
}

const words = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text.split(',').filter(Boolean),
]
