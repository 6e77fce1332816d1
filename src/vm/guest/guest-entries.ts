// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import { exists } from '../../core/exists.js'
import type { CpioEntry } from '../../formats/cpio/index.js'
import { type CompileOptions, compileProgram } from './compile-program.js'
import { guestDirectory } from './guest-directory.js'

/** What a guest has besides what every guest has: scripts below a directory, and programs, each compiled of the folder of its name. */
export interface GuestPart {
  readonly directory: string
  /** The folders with checks: `checks/` when left out. Dumps are in `dumps/`. */
  readonly checks?: readonly string[] | undefined
  readonly programs: readonly string[]
  /** A directory of the host that the guest has below `kcarve/`, by that name. */
  readonly tree?: { readonly name: string; readonly from: string } | undefined
}

export interface GuestEntriesOptions extends CompileOptions {
  readonly arch: Architecture
  readonly parts?: readonly GuestPart[] | undefined
}

/**
 * What every guest has below `kcarve/`: the library of the scripts, our dumps and restarts, and the checks, dumps and programs
 * of the parts. Throws MissingError without a compiler.
 */
export async function guestEntries(options: GuestEntriesOptions): Promise<CpioEntry[]> {
  return [
    await scriptEntry(join(guestDirectory, 'lib.sh'), 'kcarve/lib.sh'),
    ...(await scripts(guestDirectory, 'dumps')),
    ...(await scripts(guestDirectory, 'restarts')),
    ...(await Promise.all((options.parts ?? []).map(part => partEntries(part, options)))).flat(),
  ]
}

async function partEntries(
  { directory, checks = ['checks'], programs, tree }: GuestPart,
  options: GuestEntriesOptions,
): Promise<CpioEntry[]> {
  const hasDumps = await exists(join(directory, 'dumps'))
  const entries = hasDumps ? await scripts(directory, 'dumps') : []
  for (const folder of checks) entries.push(...(await scripts(directory, folder, 'checks')))
  for (const name of programs) {
    const flags = ['-O2', '-Wall', '-D_GNU_SOURCE', '-static']
    const source = { name, arch: options.arch, directory: join(directory, name), flags }
    const data = await readFile(await compileProgram(source, options))
    entries.push({ type: 'file', path: `kcarve/${name}`, mode: 0o755, data })
  }
  if (tree !== undefined) entries.push(...(await treeEntries(tree.from, `kcarve/${tree.name}`)))
  return entries
}

/** A directory's files and symlinks in order of name, less symlinks of some. Of a file's mode only whether it can be run counts. */
export async function treeEntries(
  directory: string,
  path: string,
  leftOut: readonly string[] = [],
): Promise<CpioEntry[]> {
  const entries: CpioEntry[] = []
  const found = await readdir(directory, { withFileTypes: true })
  for (const item of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const from = join(directory, item.name)
    const to = `${path}/${item.name}`
    if (item.isDirectory()) entries.push(...(await treeEntries(from, to, leftOut)))
    else if (item.isSymbolicLink()) {
      if (leftOut.includes(item.name)) continue
      entries.push({ type: 'symlink', path: to, target: await readlink(from) })
    } else {
      const mode = ((await stat(from)).mode & 0o100) === 0 ? 0o644 : 0o755
      entries.push({ type: 'file', path: to, mode, data: await readFile(from) })
    }
  }
  return entries
}

export async function scriptEntry(from: string, path: string): Promise<CpioEntry> {
  return { type: 'file', path, mode: 0o755, data: await readFile(from) }
}

async function scripts(directory: string, folder: string, to = folder): Promise<CpioEntry[]> {
  const names = (await readdir(join(directory, folder))).sort()
  return Promise.all(names.map(name => scriptEntry(join(directory, folder, name), `kcarve/${to}/${name}`)))
}
