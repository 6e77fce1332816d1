// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'

const run = promisify(execFile)
const wrapper = process.env.KCARVE_TEST_CC_WRAPPER

/** Runs make in a directory with kbuild's makefile; what it says it makes, `LD [M]  lib/crc7.ko`, less its own checks. */
export async function makeSteps(directory: string, ...args: readonly string[]): Promise<string[]> {
  const compiler = wrapper === undefined ? [] : [`CC=${wrapper} gcc`]
  const options = ['-C', directory, `-j${availableParallelism()}`, ...compiler]
  const { stdout } = await run('make', [...options, ...args], { maxBuffer: 1 << 28 })
  return stdout
    .split('\n')
    .filter(line => /^ {2}[A-Z]+ /.test(line) && !/^ {2}(?:CALL|DESCEND|INSTALL|GEN {5}Makefile)/.test(line))
}
