// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { CODE, type Prose } from './prose.js'

/** What the commands say of themselves: summaries, descriptions, options, examples and exit codes. */
export function helpProse(program: Command): Prose[] {
  return [program, ...program.commands].flatMap(command => {
    const path = `kcarve ${command === program ? '' : `${command.name()} `}--help`
    return [
      command.summary(),
      command.description(),
      ...command.options.map(({ description }) => description),
      ...addedLines(command),
    ].map((text, index) => ({ path, line: index + 1, text: text.replace(/`[^`]+`/g, CODE) }))
  })
}

/** The lines below the options. */
function addedLines(command: Command): string[] {
  let help = ''
  command.configureOutput({
    writeOut: text => {
      help += text
    },
  })
  command.outputHelp()
  return help.slice(command.helpInformation().length).split('\n')
}
