// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import { compilerPackages, crossCompile } from '../../arch/cross-compile.js'
import type { BuildTrees } from '../../build/index.js'
import { CommandError } from '../../core/errors.js'
import { inParallel } from '../../core/in-parallel.js'
import { runCommand } from '../../core/run-command.js'
import type { DotConfig } from '../../formats/dot-config/index.js'
import { COMPILER_HEADERS } from '../../kernel/index.js'
import { type Diagnostic, readDiagnostics } from './diagnostics.js'
import type { FrozenSources, SourceUnit } from './frozen-sources.js'
import { includeFlags } from './kernel-headers.js'

/** A file, and what the compiler complains of in it. */
export interface CheckedUnit {
  readonly unit: SourceUnit
  readonly errors: readonly Diagnostic[]
}

export interface CheckContext {
  readonly kernel: BuildTrees
  readonly config: DotConfig
  readonly arch: Architecture
  /** Of the language that the kernel's headers are written in, as kbuild gives them. */
  readonly dialect: readonly string[]
  /** Directory of headers that stand in for those that the kernel has no longer. */
  readonly standIns: string
  /** A directory of headers before those of the kernel, and a header in front of each source. */
  readonly compat?: { readonly first: string; readonly prelude: string } | undefined
  /** Put before the compiler. */
  readonly wrapper?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onUnit?: (() => void) | undefined
}

/** What kbuild makes errors, in the kernels of today; what the compiler only warns of is no obstacle. */
const STRICT = [
  'implicit-function-declaration',
  'implicit-int',
  'incompatible-pointer-types',
  'int-conversion',
]
const LANGUAGE = ['-D__KERNEL__', '-DMODULE', '-std=gnu11', '-fshort-wchar', '-funsigned-char', '-O2']
/** What headers of an architecture ask of the compiler. */
const TARGET: Readonly<Record<string, readonly string[]>> = {
  x86: ['-m64', '-mno-sse', '-DCC_USING_FENTRY'],
  arm64: ['-mlittle-endian', '-DKASAN_SHADOW_SCALE_SHIFT=', '-DARM64_ASM_ARCH="armv8.5-a"'],
}

/** The compiler that the kernel was configured with, by its kind: what is asked is whether the sources compile at all. */
export const compilerOf = ({ config, arch }: Pick<CheckContext, 'config' | 'arch'>): string =>
  config.has('CC_IS_CLANG') ? 'clang' : `${crossCompile(arch)}gcc`

/** Has the compiler read each file against the headers of the kernel, on all processors. Nothing is written. */
export function checkSources(
  sources: FrozenSources,
  units: readonly SourceUnit[],
  context: CheckContext,
): Promise<readonly CheckedUnit[]> {
  return inParallel(units, async unit => {
    const errors = await errorsIn(sources, unit, context)
    context.onUnit?.()
    return { unit, errors }
  })
}

async function errorsIn(
  { root, build }: FrozenSources,
  { file, module, flags }: SourceUnit,
  context: CheckContext,
): Promise<readonly Diagnostic[]> {
  const { kernel, arch, dialect, standIns, compat, wrapper, signal } = context
  const compiler = compilerOf(context)
  const own = flags.includes(COMPILER_HEADERS) ? await headersOf(compiler, signal) : ''
  const args = [
    '-fsyntax-only',
    ...(compiler.endsWith('gcc')
      ? ['-fmax-errors=0']
      : ['-ferror-limit=0', `--target=${arch.name}-linux-gnu`]),
    '-fno-diagnostics-show-caret',
    ...(compat === undefined ? [] : [`-I${compat.first}`]),
    ...includeFlags(kernel, arch.srcArch),
    ...(compat === undefined ? [] : ['-include', compat.prelude]),
    ...LANGUAGE,
    ...dialect,
    ...(TARGET[arch.srcArch] ?? []),
    ...STRICT.map(name => `-Werror=${name}`),
    `-DKBUILD_MODNAME="${module}"`,
    `-DKBUILD_BASENAME="${module}"`,
    `-DKBUILD_MODFILE="${module}"`,
    `-D__KBUILD_MODNAME=kmod_${module}`,
    ...flags.flatMap(flag => (flag === COMPILER_HEADERS ? ['-isystem', own] : flag)),
    ...(build === undefined ? [] : [`-I${join(build, file, '..')}`]),
    // Behind all others: they are for headers that are found nowhere else.
    '-idirafter',
    standIns,
    join(root, file),
  ]
  const [program = compiler, ...words] = [...(wrapper === undefined ? [] : [wrapper]), compiler, ...args]
  const { exitCode, lines } = await runCommand(program, words, {
    env: { LC_ALL: 'C' },
    accept: [1],
    installHint: `apt-get install ${compiler === 'clang' ? 'clang' : compilerPackages(arch)}`,
    signal,
  })
  const errors = readDiagnostics(lines)
  if (exitCode !== 0 && errors.length === 0) {
    throw new CommandError(`${compiler} cannot compile for ${kernel.objtree}`, {
      command: [compiler, ...args].join(' '),
      tail: lines.filter(line => /error|cannot/.test(line)).slice(0, 3),
    })
  }
  return errors
}

async function headersOf(compiler: string, signal: AbortSignal | undefined): Promise<string> {
  const { lines } = await runCommand(compiler, ['-print-file-name=include'], { signal })
  return lines[0] ?? ''
}
