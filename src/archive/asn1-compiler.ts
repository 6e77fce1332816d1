// SPDX-License-Identifier: GPL-2.0-only

import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isFile } from '../core/exists.js'
import { runCommand } from '../core/run-command.js'

/** The program of the kernel that makes C of ASN.1, in its sources; headers packages have neither it nor what it is made of. */
const SOURCE = 'scripts/asn1_compiler.c'

/**
 * Compiles the kernel's compiler for ASN.1 to `target`, as kbuild does before it compiles anything else. False when the sources
 * do not have it. Throws CommandError when it cannot be compiled.
 */
export async function buildAsn1Compiler(
  sources: string,
  target: string,
  signal?: AbortSignal,
): Promise<boolean> {
  if (!(await isFile(join(sources, SOURCE)))) return false
  await mkdir(dirname(target), { recursive: true })
  await runCommand('gcc', ['-O2', `-I${join(sources, 'include')}`, '-o', target, join(sources, SOURCE)], {
    installHint: 'apt-get install gcc libc6-dev',
    signal,
  })
  return true
}

/** Makes `NAME.asn1.h` and `NAME.asn1.c` of an ASN.1 module in a directory. Throws CommandError when it is none. */
export async function compileAsn1(
  compiler: string,
  module: string,
  { directory, name }: { readonly directory: string; readonly name: string },
): Promise<void> {
  const made = (suffix: string) => join(directory, `${name}.${suffix}`)
  await runCommand(compiler, [module, made('c'), made('h')])
}
