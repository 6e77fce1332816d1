// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { MissingError } from '../../core/errors.js'
import { findProgram } from '../../core/find-program.js'
import { runCommand } from '../../core/run-command.js'
import type { CpioEntry } from '../../formats/cpio/index.js'

export interface HostProgramOptions {
  /** Where a Debian system has it besides PATH. */
  readonly places?: readonly string[] | undefined
  /** The command that installs it. */
  readonly installHint: string
  readonly signal?: AbortSignal | undefined
}

/**
 * A program of this machine with the shared libraries it is linked with, for a guest of the same architecture:
 * `bin/NAME`, and the libraries where the dynamic loader looks for them. Throws MissingError when it is not here.
 */
export async function hostProgram(name: string, options: HostProgramOptions): Promise<CpioEntry[]> {
  const path = [process.env.PATH ?? '', ...(options.places ?? [])].join(':')
  const program = await findProgram(name, path)
  if (program === undefined) throw new MissingError(`${name} was not found`, { hint: options.installHint })
  const run = { installHint: 'apt-get install libc-bin', signal: options.signal }
  const { lines } = await runCommand('ldd', [program], run)
  return [
    { type: 'file', path: `bin/${name}`, mode: 0o755, data: await readFile(program) },
    ...(await Promise.all(librariesOf(lines).map(library))),
  ]
}

/** @internal Of what ldd prints, `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)` or `/lib64/ld-linux-x86-64.so.2 (0x…)`, the paths. */
export const librariesOf = (ldd: readonly string[]): string[] =>
  ldd.flatMap(line => /^\s*(?:\S+ => )?(\/\S+) \(0x/.exec(line)?.[1] ?? [])

const library = async (path: string): Promise<CpioEntry> => ({
  type: 'file',
  path: path.slice(1),
  mode: 0o755,
  data: await readFile(path),
})
