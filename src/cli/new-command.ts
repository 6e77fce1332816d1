// SPDX-License-Identifier: GPL-2.0-only
import { Command } from 'commander'
import { type ExitCode, UsageError } from '../core/errors.js'
import { wrapWords } from '../core/wrap-words.js'
import type { CommonOptions, Session } from './session.js'

/** Runs a command's work in a session of its own. */
export type RunCommand = (
  command: string,
  options: CommonOptions,
  work: (session: Session) => Promise<ExitCode>,
) => Promise<void>

export interface CommandTexts {
  /** One line, for the list of commands. */
  readonly summary: string
  readonly description: string
  /** Command lines, with what they are for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  /** What the exit codes 0 and 1 mean here. */
  readonly exitCodes: readonly [yes: string, no?: string]
}

/** A command with the options, and the form of help, that all of them have. */
export function newCommand(name: string, texts: CommandTexts): Command {
  return new Command(name)
    .summary(texts.summary)
    .description(texts.description)
    .option('--json', 'print the result as JSON')
    .option('-q, --quiet', 'print errors only; the exit code is the answer')
    .option('-v, --verbose', 'print more, including the output of external commands')
    .addHelpText('after', () => `\n${examplesText(texts)}\n${exitCodesText(texts)}`)
    .hook('preAction', command => refuseEmpty(command))
}

/** Nothing that is named is empty but by a variable of the shell that is not set. Throws UsageError that names it. */
function refuseEmpty(command: Command): void {
  const given = [
    ...command.registeredArguments.map((argument, index) => [
      `<${argument.name()}>`,
      command.processedArgs[index],
    ]),
    ...command.options.map(option => [option.long, command.getOptionValue(option.attributeName())]),
  ]
  for (const [name, value] of given) {
    if ([value].flat().includes('')) throw new UsageError(`${command.name()}: ${name} is empty`)
  }
}

const COLUMNS = 80

/** A line each, or, where these would be too wide for a terminal, the purpose above the command line. */
function examplesText({ examples }: CommandTexts): string {
  const width = Math.max(...examples.map(([line]) => line.length))
  const isNarrow = examples.every(([, purpose]) => width + purpose.length + 4 <= COLUMNS)
  const texts = examples.map(([line, purpose]) =>
    isNarrow
      ? `  ${line.padEnd(width)}  ${purpose}\n`
      : `${wrapped(purpose, '  # ')}${wrapWords(line.split(' '), COLUMNS - 6)
          .join(' \\\n    ')
          .replace(/^/, '  ')}\n`,
  )
  return `Examples:\n${texts.join('')}`
}

function exitCodesText({ exitCodes: [yes, no] }: CommandTexts): string {
  const meanings = [
    ['0', yes],
    ...(no === undefined ? [] : [['1', no]]),
    ['2', 'wrong use, or kcarve failed'],
    ['3', 'the machine lacks something; the message names it'],
  ] as const
  const lines = meanings.map(([code, text]) => wrapped(text, '     ').replace(/^ {5}/, `  ${code}  `))
  return `Exit codes:\n${lines.join('')}`
}

const wrapped = (text: string, margin: string): string =>
  wrapWords(text.split(' '), COLUMNS - margin.length)
    .map(line => `${margin}${line}\n`)
    .join('')
