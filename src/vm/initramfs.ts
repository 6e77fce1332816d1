// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Architecture } from '../arch/architecture.js'
import { type CpioEntry, withParents, writeCpio } from '../formats/cpio/index.js'
import { type CompileOptions, compileProgram } from './guest/compile-program.js'
import { findBusybox } from './guest/find-busybox.js'
import { guestDirectory } from './guest/guest-directory.js'

export interface InitramfsOptions extends CompileOptions {
  readonly arch: Architecture
  /** A directory with lib/modules/RELEASE in it, as `make modules_install` leaves it; its lib is added. */
  readonly modulesRoot?: string
  /** Further entries; they win over ours of the same path. */
  readonly extra?: readonly CpioEntry[]
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
 * The initramfs of the guest checks: busybox, our /init, its checks and dumps, and the program that speaks AF_ALG. The
 * same inputs give the same bytes. Throws MissingError without a static busybox or a compiler.
 */
export async function buildInitramfs(options: InitramfsOptions): Promise<Uint8Array> {
  const afalg = await compileProgram(
    {
      name: 'afalg',
      arch: options.arch,
      directory: join(guestDirectory, 'afalg'),
      flags: ['-O2', '-Wall', '-D_GNU_SOURCE', '-static'],
    },
    options,
  )
  const entries: CpioEntry[] = [
    ...SKELETON,
    { type: 'file', path: 'bin/busybox', mode: 0o755, data: await findBusybox(options) },
    await script('init', 'init'),
    await script('lib.sh', 'kcarve/lib.sh'),
    ...(await scripts('checks')),
    ...(await scripts('dumps')),
    ...(await scripts('acts')),
    { type: 'file', path: 'kcarve/afalg', mode: 0o755, data: await readFile(afalg) },
    ...(options.modulesRoot === undefined ? [] : await treeEntries(join(options.modulesRoot, 'lib'), 'lib')),
    ...(options.extra ?? []),
  ]
  return writeCpio(withParents([...new Map(entries.map(entry => [entry.path, entry])).values()]))
}

async function script(from: string, path: string): Promise<CpioEntry> {
  return { type: 'file', path, mode: 0o755, data: await readFile(join(guestDirectory, from)) }
}

async function scripts(folder: string): Promise<CpioEntry[]> {
  const names = (await readdir(join(guestDirectory, folder))).sort()
  return Promise.all(names.map(name => script(`${folder}/${name}`, `kcarve/${folder}/${name}`)))
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
