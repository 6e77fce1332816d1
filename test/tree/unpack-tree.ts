// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** A pristine kernel tree, to be left as it was found. */
    readonly tree: string
  }
}

const run = promisify(execFile)
const TARBALL = '/usr/src/linux-source-6.12.tar.xz'
// What no edit and no plan reads: nearly all of the files.
const LEFT_OUT = [
  ...['*/drivers', '*/sound', '*/Documentation/[!c]*', '*/Documentation/c[!r]*', '*/tools', '*/fs', '*/net'],
  ...['*/arch/[!ax]*', '*/arch/a[!r]*', '*/arch/arc', '*/arch/arm', '*/arch/arm64/boot'],
]

/** Compiles the command line and unpacks Debian's 6.12, once for all tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await run(process.execPath, ['scripts/bootstrap.mjs', 'test', 'source'])
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-tree-'))
  await run('tar', ['-C', directory, ...LEFT_OUT.map(path => `--exclude=${path}`), '-xf', TARBALL])
  const [name] = await readdir(directory)
  project.provide('tree', join(directory, name ?? ''))
  return () => rm(directory, { recursive: true, force: true })
}
