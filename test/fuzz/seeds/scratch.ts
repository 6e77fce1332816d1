// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A directory where the real tools make what is then damaged; removed when the tests of the file have run. */
export function toolchain() {
  const directory = mkdtempSync(join(tmpdir(), 'kcarve-fuzz-'))
  afterAll(() => rmSync(directory, { recursive: true, force: true }))
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  return {
    directory,
    run,
    write: (name: string, text: string) => writeFileSync(join(directory, name), text),
    bytes: (name: string): Uint8Array => Uint8Array.from(readFileSync(join(directory, name))),
    text: (name: string) => readFileSync(join(directory, name), 'utf8'),
  }
}
