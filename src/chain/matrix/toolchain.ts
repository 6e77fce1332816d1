// SPDX-License-Identifier: GPL-2.0-only
import { readdir, readlink, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { architectureNamed } from '../../arch/architectures.js'
import { crossCompile } from '../../arch/cross-compile.js'
import { MissingError, UsageError } from '../../core/errors.js'
import { isDirectory } from '../../core/exists.js'
import { runCommand } from '../../core/run-command.js'
import type { ToolchainEntry } from '../../matrix/index.js'
import { OWN_DIRECTORY } from './own-digest.js'

export interface ChosenToolchain {
  /** As `--llvm` has it: undefined for gcc, empty for the machine's default. */
  readonly llvm: string | undefined
  /** Another distribution's files. */
  readonly root: string | undefined
}

/** What a matrix file says of a toolchain. Throws UsageError for a root that is not there. */
export async function chosenToolchain(entry: ToolchainEntry, baseDir: string): Promise<ChosenToolchain> {
  const { use, root } = typeof entry === 'string' ? { use: entry, root: undefined } : entry
  const llvm = /^llvm ?(\d*)$/.exec(use)?.[1]
  if (root === undefined) return { llvm, root }
  const path = await realpath(resolve(baseDir, root)).catch(() => undefined)
  if (path === undefined || !(await isDirectory(join(path, 'usr'))))
    throw new UsageError(`${root} is not the root of a distribution: it has no usr/`)
  return { llvm, root: path }
}

/** What compiler and linker say of themselves, in a line. Throws MissingError for one that is not installed. */
export async function toolchainIdentity(
  { llvm, root }: ChosenToolchain,
  arch: string,
  signal: AbortSignal,
): Promise<string> {
  const lines: string[] = []
  for (const program of programsOf(llvm, arch)) lines.push(await firstLine(program, root, signal))
  return lines.join(', ').slice(0, 500)
}

function programsOf(llvm: string | undefined, arch: string): readonly string[] {
  if (llvm !== undefined) return ['clang', 'ld.lld'].map(name => (llvm === '' ? name : `${name}-${llvm}`))
  const prefix = crossCompile(architectureNamed(arch))
  return [`${prefix}gcc`, `${prefix}ld`]
}

async function firstLine(program: string, root: string | undefined, signal: AbortSignal): Promise<string> {
  const [file = program, ...args] = await inRoot([program, '--version'], { root, binds: [] })
  const where = root === undefined ? '' : ` in ${root}`
  const missing = () =>
    new MissingError(`${program} is not installed${where}`, {
      hint: `apt-get install ${program.replace(/^ld\.lld/, 'lld').replace(/-ld$/, '-gcc')}${where}, or give the toolchain its identity in the file`,
    })
  const result = await runCommand(file, args, {
    signal,
    accept: [1, 127],
    ...(root === undefined ? {} : { installHint: 'apt-get install bubblewrap' }),
  }).catch(error => {
    throw root === undefined && error instanceof MissingError ? missing() : error
  })
  if (result.exitCode !== 0) throw missing()
  return result.lines[0]?.trim() ?? ''
}

export interface RootOptions {
  readonly root: string | undefined
  /** What the command may write. */
  readonly binds: readonly string[]
  /** What it may read besides. */
  readonly reads?: readonly string[] | undefined
}

/** Where Node.js is in such a root. */
const NODE = '/.kcarve-node'

/**
 * The command line that runs a command with another distribution's files in place of ours, by bubblewrap: it sees their /usr and /etc, our
 * own directory, and what else is named. A word that is our Node.js is found there, too.
 */
export async function inRoot(
  command: readonly string[],
  { root, binds, reads = [] }: RootOptions,
): Promise<readonly string[]> {
  if (root === undefined) return command
  const files: string[] = []
  for (const entry of await readdir(root, { withFileTypes: true })) {
    const { name } = entry
    if (['dev', 'proc', 'sys', 'tmp', 'home', 'root', 'run', 'mnt', 'media', 'srv'].includes(name)) continue
    if (entry.isSymbolicLink()) files.push('--symlink', await readlink(join(root, name)), `/${name}`)
    else if (entry.isDirectory()) files.push('--ro-bind', join(root, name), `/${name}`)
  }
  return [
    'bwrap',
    ...['--tmpfs', '/', ...files, '--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'],
    ...['--dir', homedir(), '--ro-bind', process.execPath, NODE],
    ...[OWN_DIRECTORY, ...reads].flatMap(path => ['--ro-bind', path, path]),
    ...binds.flatMap(path => ['--bind', path, path]),
    // A terminal that is gone, or a parent that is killed, takes the command with it.
    ...['--unshare-pid', '--die-with-parent', '--new-session'],
    ...['--setenv', 'PATH', '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
    '--',
    ...command.map(word => (word === process.execPath ? NODE : word)),
  ]
}
