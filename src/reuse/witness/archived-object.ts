// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readDotCmd } from '../../formats/dot-cmd/index.js'
import { type CompileJob, compileCommand, relocated, sourceRoot } from './compile-command.js'

/** How an object of an archive was made. */
export interface ArchivedObject {
  /** To be run in a build directory that has the sources beside it. */
  readonly job: CompileJob
  /** What the compiler read, as the job names it. */
  readonly files: readonly string[]
  /** Where the sources were; undefined for a build in the tree. */
  readonly root: string | undefined
}

/** A relative path: the same sources are the same to a compiler cache, wherever they are laid out. */
const SOURCES = '../source'

/** Throws UsageError for a command that is no plain call of a compiler, FormatError for a damaged `.cmd` file. */
export async function archivedObject(archive: string, object: string): Promise<ArchivedObject> {
  const path = join(archive, 'commands', dirname(object), `.${basename(object)}.cmd`)
  const { command, source, deps } = readDotCmd(await readFile(path, 'utf8'))
  const original = compileCommand(command)
  const root = sourceRoot(original)
  const read = source === undefined ? deps : [source, ...deps]
  if (root === undefined) return { job: { object, command: original }, files: read, root }
  const files = read.map(file => (file.startsWith(`${root}/`) ? SOURCES + file.slice(root.length) : file))
  return { job: { object, command: relocated(original, root, SOURCES) }, files, root }
}
