// SPDX-License-Identifier: GPL-2.0-only
import type { Command } from 'commander'
import { features } from '../features/registry.js'

/** What the options of commands take where it is no path. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--arch': ['x86_64', 'arm64'],
  '--config': ['small', 'rich', 'distribution'],
  '--expect': ['carved', 'stock', 'panic:'],
  '--fault': ['all'],
  '--recipe': features.map(({ name }) => name),
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof SHELLS)[number]

/** A script for the shell that completes commands, options, and paths. */
export function completionScript(program: Command, shell: Shell): string {
  if (shell === 'fish') return fishScript(program)
  const bash = bashScript(program)
  return shell === 'bash' ? bash : `autoload -U +X bashcompinit && bashcompinit\n${bash}`
}

const optionsOf = (command: Command): string[] =>
  command.options.filter(({ hidden }) => !hidden).flatMap(({ long }) => (long == null ? [] : [long]))

function bashScript(program: Command): string {
  const cases = program.commands.map(
    command => `    ${command.name()}) words="${[...optionsOf(command), '--help'].join(' ')}" ;;`,
  )
  const values = Object.entries(VALUES).map(
    ([option, words]) =>
      `    ${option}) COMPREPLY=($(compgen -W "${words.join(' ')}" -- "$word") $(compgen -f -- "$word")); return ;;`,
  )
  const commands = program.commands.map(command => command.name())
  return `# bash completion for kcarve; made by \`kcarve completion bash\`
_kcarve() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...commands, ...optionsOf(program), '--help'].join(' ')}" -- "$word"))
    return
  fi
  case "$before" in
${values.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _kcarve kcarve
`
}

function fishScript(program: Command): string {
  const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`
  const lines = program.commands.flatMap(command => [
    `complete -c kcarve -n __fish_use_subcommand -a ${command.name()} -d ${quoted(command.summary())}`,
    ...command.options.map(({ long, short, description, required, optional }) => {
      const words = VALUES[long ?? '']
      return [
        `complete -c kcarve -n '__fish_seen_subcommand_from ${command.name()}'`,
        ...(long == null ? [] : [`-l ${long.slice(2)}`]),
        ...(short == null ? [] : [`-s ${short.slice(1)}`]),
        ...(required || optional ? ['-r'] : []),
        ...(words === undefined ? [] : [`-a ${quoted(words.join(' '))}`]),
        `-d ${quoted(description)}`,
      ].join(' ')
    }),
  ])
  return `# fish completion for kcarve; made by \`kcarve completion fish\`\n${lines.join('\n')}\n`
}
