// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdir, readdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface HeaderEdit {
  /** Below `include/`. */
  readonly header: string
  readonly from: string
  readonly to: string
}

/** A build outside of its sources as it would be with another header, in a directory that is not there: links to it, and a copy of the headers. */
export async function withChangedHeader(build: string, directory: string, edit: HeaderEdit): Promise<string> {
  const source = await realpath(join(build, 'source'))
  const [srctree, objtree] = [join(directory, 'source'), join(directory, 'build')]
  await linkAll(source, srctree, ['include'])
  await cp(join(source, 'include'), join(srctree, 'include'), { recursive: true, preserveTimestamps: true })
  await linkAll(build, objtree, ['source'])
  await symlink(srctree, join(objtree, 'source'))
  const header = join(srctree, 'include', edit.header)
  const text = await readFile(header, 'utf8')
  if (!text.includes(edit.from)) throw new Error(`${header} has no ${JSON.stringify(edit.from)}`)
  await writeFile(header, text.replace(edit.from, edit.to))
  return objtree
}

async function linkAll(from: string, to: string, without: readonly string[]): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const name of await readdir(from)) {
    if (!without.includes(name)) await symlink(join(from, name), join(to, name))
  }
}
