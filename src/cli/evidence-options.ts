// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'

/** The option of commands that a boot tells more. */
export const withBoots = (command: Command): Command =>
  command.option(
    '--boot <run>',
    'JSON of boot, start or prove, or the directory of its logs; give it again for each',
    (path: string, before: readonly string[]) => [...before, path],
    [],
  )
