// SPDX-License-Identifier: GPL-2.0-only
import { crossCompile } from '../../arch/cross-compile.js'
import { MissingError } from '../../core/errors.js'
import { findProgram } from '../../core/find-program.js'
import { runCommand } from '../../core/run-command.js'
import { type DotConfig, tristate } from '../../formats/dot-config/index.js'
import { compilerOf, llvmTool, type MakeOptions } from './make-options.js'

export interface Requirement {
  /** A program, or a header when it ends in `.h`. */
  readonly need: string
  /** The Debian package that has it. */
  readonly packageName: string
  /** Needed only with one of these options. */
  readonly options?: readonly string[] | undefined
}

/** Beyond compiler and binutils (Documentation/process/changes.rst). */
const REQUIREMENTS: readonly Requirement[] = [
  { need: 'make', packageName: 'make' },
  { need: 'flex', packageName: 'flex' },
  { need: 'bison', packageName: 'bison' },
  { need: 'bc', packageName: 'bc' },
  { need: 'perl', packageName: 'perl' },
  { need: 'libelf.h', packageName: 'libelf-dev', options: ['OBJTOOL', 'DEBUG_INFO_BTF'] },
  {
    need: 'openssl/opensslv.h',
    packageName: 'libssl-dev',
    options: ['SYSTEM_TRUSTED_KEYRING', 'MODULE_SIG'],
  },
  { need: 'openssl', packageName: 'openssl', options: ['MODULE_SIG'] },
  { need: 'pahole', packageName: 'pahole', options: ['DEBUG_INFO_BTF'] },
  { need: 'gzip', packageName: 'gzip', options: ['KERNEL_GZIP'] },
  { need: 'bzip2', packageName: 'bzip2', options: ['KERNEL_BZIP2'] },
  { need: 'xz', packageName: 'xz-utils', options: ['KERNEL_XZ', 'KERNEL_LZMA', 'MODULE_COMPRESS_XZ'] },
  { need: 'lz4', packageName: 'lz4', options: ['KERNEL_LZ4'] },
  { need: 'lzop', packageName: 'lzop', options: ['KERNEL_LZO'] },
  { need: 'zstd', packageName: 'zstd', options: ['KERNEL_ZSTD', 'MODULE_COMPRESS_ZSTD'] },
  { need: 'cpio', packageName: 'cpio', options: ['IKHEADERS'] },
]

/**
 * Checks that the machine has what a build needs, all of it with a config, what every build needs without one, and what the
 * boot after it needs. Throws one MissingError that names everything that is lacking and the command that installs it.
 */
export async function checkBuildTools(
  options: Pick<MakeOptions, 'arch' | 'cc' | 'llvm' | 'ccWrapper'>,
  config?: DotConfig,
  toBoot: readonly Requirement[] = [],
): Promise<void> {
  const missing: Requirement[] = []
  if (options.ccWrapper !== undefined && (await findProgram(options.ccWrapper)) === undefined) {
    missing.push({ need: options.ccWrapper, packageName: options.ccWrapper })
  }
  for (const requirement of [...toolchain(options), ...REQUIREMENTS, ...toBoot]) {
    const isNeeded =
      requirement.options === undefined ||
      (config !== undefined && requirement.options.some(option => tristate(config, option) === 'y'))
    if (isNeeded && !(await isThere(requirement.need))) missing.push(requirement)
  }
  refuseWithout(toBoot.length === 0 ? 'Building this kernel' : 'Building and booting this kernel', missing)
}

const PACKAGE_TOOLS: readonly Requirement[] = [
  { need: 'dpkg-buildpackage', packageName: 'dpkg-dev' },
  { need: 'dh', packageName: 'debhelper' },
  { need: 'rsync', packageName: 'rsync' },
  { need: 'cpio', packageName: 'cpio' },
  { need: 'kmod', packageName: 'kmod' },
]

/** The same for Debian packages of a kernel, beyond what it is built with. */
export async function checkPackageTools(): Promise<void> {
  const missing: Requirement[] = []
  for (const requirement of PACKAGE_TOOLS) {
    if (!(await isThere(requirement.need))) missing.push(requirement)
  }
  refuseWithout('Making Debian packages', missing)
}

/** Throws MissingError when the machine lacks what kselftest's makefiles install with. */
export async function checkKselftestTools(): Promise<void> {
  const rsync: Requirement = { need: 'rsync', packageName: 'rsync' }
  refuseWithout('kselftest', (await isThere(rsync.need)) ? [] : [rsync])
}

function refuseWithout(what: string, missing: readonly Requirement[]): void {
  if (missing.length === 0) return
  const needs = new Set(missing.map(({ need }) => need))
  const packages = new Set(missing.map(({ packageName }) => packageName))
  throw new MissingError(`${what} needs ${[...needs].join(', ')}`, {
    hint: `apt-get install ${[...packages].join(' ')}`,
  })
}

/** What LLVM= makes kbuild use, and the packages of Debian, which have names of the same form. */
const LLVM_TOOLS = { clang: 'clang', 'ld.lld': 'lld', 'llvm-nm': 'llvm' }

function toolchain({ arch, cc, llvm }: Pick<MakeOptions, 'arch' | 'cc' | 'llvm'>): Requirement[] {
  if (llvm !== undefined) {
    const tools = Object.entries(LLVM_TOOLS).map(([tool, of]) => ({
      need: llvmTool(tool, llvm) ?? tool,
      packageName: llvmTool(of, llvm) ?? of,
    }))
    return [...tools, { need: 'gcc', packageName: 'gcc' }, { need: 'stdlib.h', packageName: 'libc6-dev' }]
  }
  const cross = crossCompile(arch)
  const compiler = compilerOf({ arch, cc })
  const gcc = cross === '' ? 'gcc' : arch.packages.crossCompiler
  return [
    { need: compiler, packageName: compiler.startsWith('clang') ? 'clang' : gcc },
    // make's own tools are made by the machine's compiler, whatever the kernel is made by.
    { need: 'gcc', packageName: 'gcc' },
    { need: `${cross}ld`, packageName: cross === '' ? 'binutils' : gcc },
    { need: 'stdlib.h', packageName: 'libc6-dev' },
  ]
}

async function isThere(need: string): Promise<boolean> {
  if (!need.endsWith('.h')) return (await findProgram(need)) !== undefined
  // Without a compiler that is what has to be told; the header may well be there.
  if ((await findProgram('gcc')) === undefined) return true
  const { exitCode } = await runCommand('gcc', ['-E', '-include', need, '-x', 'c', '/dev/null'], {
    accept: [1],
  })
  return exitCode === 0
}
