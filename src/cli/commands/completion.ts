// SPDX-License-Identifier: GPL-2.0-only
import { Argument, type Command } from 'commander'
import { version } from '../../chain/version.js'
import { EXIT } from '../../core/errors.js'
import { completionScript, SHELLS, type Shell } from '../completion.js'
import { manPage } from '../man-page.js'
import { newCommand, type RunCommand } from '../new-command.js'
import type { CommonOptions } from '../session.js'

export const completionCommand = (run: RunCommand): Command =>
  newCommand('completion', {
    summary: 'print a completion script for a shell, or the manual page',
    description:
      'Prints a script that completes commands, options and paths, or kcarve(1) in the form that man reads.',
    examples: [
      ['source <(kcarve completion bash)', 'for this shell'],
      ['kcarve completion fish > ~/.config/fish/completions/kcarve.fish', 'for every shell'],
      ['kcarve completion man | man -l -', 'the manual page'],
    ],
    exitCodes: ['done'],
  })
    .addArgument(new Argument('<shell>', 'for which').choices([...SHELLS, 'man']))
    .action((shell: Shell | 'man', options: CommonOptions, command: Command) =>
      run('completion', options, async ({ report }) => {
        const program = command.parent ?? command
        const text = shell === 'man' ? manPage(program, version) : completionScript(program, shell)
        report('completion/1', { shell, text }, () => text)
        return EXIT.yes
      }),
    )
