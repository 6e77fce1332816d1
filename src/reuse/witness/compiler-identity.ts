// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { findProgram } from '../../core/find-program.js'
import { runCommand } from '../../core/run-command.js'

export interface CompilerIdentity {
  /** The first line of what it tells of itself, as Kconfig keeps it. */
  readonly version: string
  /** Tells this compiler, with its assembler, from any other on this machine. */
  readonly key: string
}

/** Throws MissingError for a compiler that is not installed. */
export async function compilerIdentity(compiler: string): Promise<CompilerIdentity> {
  const installHint = `apt-get install ${compiler}`
  const ask = async (option: string) => (await runCommand(compiler, [option], { installHint })).lines
  const version = await ask('--version')
  const programs = [compiler, ...(await ask('-print-prog-name=as')), ...(await ask('-print-prog-name=cc1'))]
  const files = await Promise.all(programs.map(identityOfFile))
  const key = createHash('sha256')
    .update([...version, ...files].join('\n'))
    .digest('hex')
  return { version: version[0]?.trim() ?? '', key }
}

async function identityOfFile(program: string): Promise<string> {
  const path = program.startsWith('/') ? program : await findProgram(program)
  const real = path && (await realpath(path).catch(() => undefined))
  const found = real && (await stat(real).catch(() => undefined))
  return found ? `${real} ${found.size} ${found.mtimeMs}` : program
}
