// SPDX-License-Identifier: GPL-2.0-only
import type { Command, Option } from 'commander'

/** kcarve(1), in the macros of man(7), out of what the commands say of themselves. */
export function manPage(program: Command, version: string): string {
  return [
    `.TH KCARVE 1 "" "kcarve ${version}" "User Commands"`,
    '.SH NAME',
    `kcarve \\- ${roff('carves the built-in crypto of a Linux kernel into one module')}`,
    '.SH SYNOPSIS',
    '.B kcarve',
    '.I COMMAND',
    '[options]',
    '.SH DESCRIPTION',
    roff(program.description()),
    '.SH COMMANDS',
    ...program.commands.flatMap(commandLines),
    '.SH EXIT STATUS',
    ...[
      ['0', 'yes: done, or all checks pass'],
      ['1', 'the answer is no: a check failed, a comparison differs, a tree is half done'],
      ['2', 'wrong use, or a failure of kcarve or of a build'],
      ['3', 'the machine lacks something; the message names it and the command that installs it'],
      ['130', 'interrupted; nothing is half done, and the same command resumes'],
    ].flatMap(([code = '', text = '']) => ['.TP', `.B ${code}`, roff(text)]),
    '.SH FILES',
    '.TP',
    '.I ~/.cache/kcarve',
    roff('Kernel trees, builds, and logs of external commands; $XDG_CACHE_HOME/kcarve if that is set.'),
    '.SH SEE ALSO',
    '.BR modprobe (8),',
    '.BR modinfo (8),',
    '.BR objdump (1)',
    '',
  ].join('\n')
}

function commandLines(command: Command): string[] {
  return [
    `.SS ${roff(`${command.name()} ${command.usage()}`)}`,
    roff(command.description()),
    ...command.options.filter(({ hidden }) => !hidden).flatMap(optionLines),
  ]
}

const optionLines = ({ flags, description }: Option): string[] => [
  '.TP',
  `.B ${roff(flags)}`,
  roff(description),
]

/** A backslash is roff's escape, a hyphen of an option is a minus, and a leading period or apostrophe begins a request. */
const roff = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&')
