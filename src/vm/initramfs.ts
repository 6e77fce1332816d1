// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../arch/architecture.js'
import { type CpioEntry, withParents, writeCpio } from '../formats/cpio/index.js'
import { type CompileOptions, compileProgram } from './guest/compile-program.js'
import { findBusybox } from './guest/find-busybox.js'
import { guestDirectory } from './guest/guest-directory.js'

/**
 * What a guest has besides the scripts of every guest: those in `checks/` and `dumps/` below a directory, and programs, each
 * compiled of the folder of its name.
 */
export interface GuestPart {
  readonly directory: string
  readonly programs: readonly string[]
}

export interface InitramfsOptions extends CompileOptions {
  readonly arch: Architecture
  readonly parts?: readonly GuestPart[] | undefined
  /** A directory with lib/modules/RELEASE in it, as `make modules_install` leaves it; its lib is added. */
  readonly modulesRoot?: string | undefined
  /** Further entries; they win over ours of the same path. */
  readonly extra?: readonly CpioEntry[] | undefined
}

/** What the kernel needs before /init has mounted anything. */
const SKELETON: readonly CpioEntry[] = [
  { type: 'chardev', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
  { type: 'chardev', path: 'dev/null', mode: 0o666, major: 1, minor: 3 },
  ...['bin', 'proc', 'sys', 'tmp'].map(path => ({ type: 'directory' as const, path })),
  // Where the kernel looks for modprobe.
  { type: 'symlink', path: 'sbin', target: 'bin' },
]

/**
 * The initramfs of a guest: busybox, our /init, dumps and acts, and the checks, dumps and programs of the parts. The same
 * inputs give the same bytes. Throws MissingError without a static busybox or a compiler.
 */
export async function buildInitramfs(options: InitramfsOptions): Promise<Uint8Array> {
  const entries: CpioEntry[] = [
    ...SKELETON,
    { type: 'file', path: 'bin/busybox', mode: 0o755, data: await findBusybox(options) },
    await script(join(guestDirectory, 'init'), 'init'),
    await script(join(guestDirectory, 'lib.sh'), 'kcarve/lib.sh'),
    ...(await scripts(guestDirectory, 'dumps')),
    ...(await scripts(guestDirectory, 'acts')),
    ...(await Promise.all((options.parts ?? []).map(part => partEntries(part, options)))).flat(),
    ...(options.modulesRoot === undefined ? [] : await treeEntries(join(options.modulesRoot, 'lib'), 'lib')),
    ...(options.extra ?? []),
  ]
  return writeCpio(withParents([...new Map(entries.map(entry => [entry.path, entry])).values()]))
}

async function partEntries(
  { directory, programs }: GuestPart,
  options: InitramfsOptions,
): Promise<CpioEntry[]> {
  const entries = [...(await scripts(directory, 'checks')), ...(await scripts(directory, 'dumps'))]
  for (const name of programs) {
    const flags = ['-O2', '-Wall', '-D_GNU_SOURCE', '-static']
    const source = { name, arch: options.arch, directory: join(directory, name), flags }
    const data = await readFile(await compileProgram(source, options))
    entries.push({ type: 'file', path: `kcarve/${name}`, mode: 0o755, data })
  }
  return entries
}

async function script(from: string, path: string): Promise<CpioEntry> {
  return { type: 'file', path, mode: 0o755, data: await readFile(from) }
}

async function scripts(directory: string, folder: string): Promise<CpioEntry[]> {
  const names = (await readdir(join(directory, folder))).sort()
  return Promise.all(names.map(name => script(join(directory, folder, name), `kcarve/${folder}/${name}`)))
}

/** A directory's files and symlinks in order of name; `build` and `source` lead back to the tree and are left out. */
async function treeEntries(directory: string, path: string): Promise<CpioEntry[]> {
  const entries: CpioEntry[] = []
  const found = await readdir(directory, { withFileTypes: true })
  for (const item of found.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const from = join(directory, item.name)
    const to = `${path}/${item.name}`
    if (item.isDirectory()) entries.push(...(await treeEntries(from, to)))
    else if (item.isSymbolicLink()) {
      if (item.name === 'build' || item.name === 'source') continue
      entries.push({ type: 'symlink', path: to, target: await readlink(from) })
    } else entries.push({ type: 'file', path: to, data: await readFile(from) })
  }
  return entries
}
