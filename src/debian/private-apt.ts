// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunResult, runCommand } from '../core/run-command.js'

export interface AptOptions {
  /** Where lists and packages go; made if it is not there. */
  readonly directory: string
  /** Debian's name of an architecture; the machine's own when left out. */
  readonly architecture?: string | undefined
  /** A sources.list to use instead of the machine's. */
  readonly sources?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly logPath?: string | undefined
}

/** Runs a program of apt in the directory; see runCommand for what it throws. */
export type Apt = (
  program: 'apt-get' | 'apt-cache',
  args: readonly string[],
  options?: { readonly accept?: readonly number[] | undefined },
) => Promise<RunResult>

/**
 * An apt with lists and a state of its own: it needs no root, installs nothing, and does not touch the machine's sources.
 * The machine's keyring verifies what it downloads.
 */
export async function privateApt(options: AptOptions): Promise<Apt> {
  const { directory, architecture, sources, signal, logPath } = options
  await mkdir(join(directory, 'lists/partial'), { recursive: true })
  await mkdir(join(directory, 'archives/partial'), { recursive: true })
  await writeFile(join(directory, 'status'), '')
  if (sources !== undefined) await writeFile(join(directory, 'sources.list'), sources)
  const settings = [
    ...(architecture === undefined
      ? []
      : [`APT::Architecture=${architecture}`, `APT::Architectures=${architecture}`]),
    ...(sources === undefined
      ? []
      : [`Dir::Etc::SourceList=${join(directory, 'sources.list')}`, 'Dir::Etc::SourceParts=/dev/null']),
    `Dir::State::lists=${join(directory, 'lists')}`,
    `Dir::State::status=${join(directory, 'status')}`,
    `Dir::Cache=${directory}`,
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
  ].flatMap(setting => ['-o', setting])
  return (program, args, { accept } = {}) =>
    runCommand(program, ['-q', ...settings, ...args], {
      cwd: directory,
      installHint: 'apt-get install apt',
      signal,
      logPath,
      accept,
    })
}
