// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { newProgram } from './program.js'

const program = await newProgram(async () => {})

/** As it is printed where nobody tells how wide a line may be: in 80 columns. */
function helpOf(command: Command): string {
  let help = ''
  command.configureOutput({
    writeOut: text => {
      help += text
    },
    getOutHelpWidth: () => 80,
  })
  command.outputHelp()
  return help
}

test.each([program, ...program.commands].map(command => [command.name(), command] as const))(
  'no line of the help of %s is wider than 80 columns',
  (_, command) => {
    const wide = helpOf(command)
      .split('\n')
      .filter(line => line.length > 80)
    expect(wide).toEqual([])
  },
)

test('each command has a line in a group of its task', () => {
  const help = helpOf(program)
  for (const command of program.commands) expect(help).toContain(`  ${command.name().padEnd(12)}`)
  const groups = help.match(/^[A-Z].*:$/gm)
  expect(groups).toEqual(['Options:', 'See:', 'Change:', 'Build and boot:', 'Judge:', 'Report:', 'Other:'])
  for (const { name, summary } of program.commands.map(each => ({
    name: each.name(),
    summary: each.summary(),
  })))
    expect(help).toMatch(new RegExp(`^ {2}${name} +${summary.replace(/[`(),.]/g, '.')}$`, 'm'))
})

test('only the command that is asked for is loaded', async () => {
  const namesFor = async (only: string) =>
    (await newProgram(async () => {}, only)).commands.map(command => command.name())
  const all = program.commands.map(command => command.name())
  for (const name of all.filter(each => each !== 'completion')) expect(await namesFor(name)).toEqual([name])
  expect(await namesFor('completion')).toEqual(all)
  expect(await namesFor('help')).toEqual(all)
  expect(await namesFor('plam')).toEqual(all)
})
