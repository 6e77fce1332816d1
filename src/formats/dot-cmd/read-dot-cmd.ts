// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { linesOf } from '../lines/index.js'

/** What kbuild keeps of how a file was made, in `.NAME.cmd` beside it. */
export interface DotCmd {
  /** The file that was made, such as `crypto/aes_generic.o`. */
  readonly target: string
  /** The shell command, make's escapes undone. */
  readonly command: string
  /** Present for what fixdep has been through: compiled files. */
  readonly source: string | undefined
  /** Files the compiler read besides the source. */
  readonly deps: readonly string[]
  /** Options that the files read mention, without `CONFIG_`. */
  readonly configs: readonly string[]
}

/**
 * Reads a `.cmd` file: `savedcmd_X`, or `cmd_X` of older kernels. Throws FormatError, whose offset is in characters, when
 * it has no command.
 */
export function readDotCmd(text: string): DotCmd {
  const command = /^(?:saved)?cmd_(\S+) := ?(.*)$/m.exec(text)
  if (command?.[1] === undefined)
    throw new FormatError('no savedcmd_ or cmd_ line', { offset: 0, field: 'savedcmd' })
  const listed = [...dependencies(text)]
  return {
    target: command[1],
    command: unescapeMake(command[2] ?? ''),
    source: /^source_\S+ := (.+)$/m.exec(text)?.[1],
    deps: listed.filter(dep => configOf(dep) === undefined),
    configs: listed.flatMap(dep => configOf(dep) ?? []),
  }
}

/** The continued lines of `deps_X := \`. */
function* dependencies(text: string): Generator<string> {
  let inside = false
  for (const { text: line } of linesOf(text)) {
    const continued = line.endsWith('\\')
    const item = (continued ? line.slice(0, -1) : line).trim()
    if (inside && item !== '') yield item
    inside = continued && (inside || /^deps_\S+ :=/.test(line))
  }
}

/** `$(wildcard include/config/FOO)`; older kernels have `include/config/foo/bar.h`, which is read as FOO_BAR. */
function configOf(dep: string): string | undefined {
  const path = /^\$\(wildcard include\/config\/([\w/.]+)\)$/.exec(dep)?.[1]
  return path?.replace(/\.h$/, '').replaceAll('/', '_').toUpperCase()
}

/** Undoes make-cmd of scripts/Kbuild.include: dollars doubled, hash signs as $(pound). */
function unescapeMake(command: string): string {
  return command.replace(/\$\(pound\)|\$\$/g, escaped => (escaped === '$$' ? '$' : '#'))
}
