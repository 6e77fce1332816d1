// SPDX-License-Identifier: GPL-2.0-only
import { join } from 'node:path'
import type { Architecture } from '../../arch/architecture.js'
import { crossCompile, isNative } from '../../arch/cross-compile.js'
import type { KernelTree } from '../../kernel/index.js'

/** How make is called for a kernel, whatever the target. */
export interface MakeOptions {
  readonly tree: KernelTree
  /** Relative to the tree: whose makefile is read, the tree's own by default. */
  readonly directory?: string | undefined
  /** Where the build goes (kbuild's O=), absolute; the tree itself for a build in the tree. */
  readonly objtree: string
  readonly arch: Architecture
  /** The compiler; by default gcc, of the cross toolchain when the architecture is not ours. */
  readonly cc?: string | undefined
  /** Clang and LLVM's tools instead of GNU's, kbuild's LLVM=: `1`, or `-19` for clang-19. */
  readonly llvm?: string | undefined
  /** Put before every call of the compiler: `ccache`. */
  readonly ccWrapper?: string | undefined
  /** Further variables for make's command line, such as `KCFLAGS`. */
  readonly makeVars?: Readonly<Record<string, string>> | undefined
  /** Our directory in the user's cache; without it nothing goes through ccache unasked. */
  readonly cacheDir?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Where make's whole output goes. */
  readonly logPath?: string | undefined
}

/** What make is given besides targets. */
export function makeArguments(options: MakeOptions): string[] {
  const { tree, directory = '.', objtree, arch, llvm, ccWrapper, makeVars = {} } = options
  const cross = crossCompile(arch)
  const cc = compilerOf(options)
  const isWrapped = ccWrapper !== undefined
  const variables: Readonly<Record<string, string | undefined>> = {
    O: objtree === tree.root ? undefined : objtree,
    ARCH: kbuildArch(arch),
    CROSS_COMPILE: cross === '' ? undefined : cross,
    LLVM: llvm,
    CC: isWrapped || options.cc !== undefined ? wrapped(ccWrapper, cc) : undefined,
    HOSTCC: isWrapped ? wrapped(ccWrapper, llvmTool('clang', llvm) ?? 'gcc') : undefined,
    ...makeVars,
  }
  const words = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${value}`,
  )
  return ['-C', join(tree.root, directory), ...words]
}

export const compilerOf = ({ arch, cc, llvm }: Pick<MakeOptions, 'arch' | 'cc' | 'llvm'>): string =>
  cc ?? llvmTool('clang', llvm) ?? `${crossCompile(arch)}gcc`

/** A tool of LLVM as kbuild calls it; undefined without LLVM=. */
export const llvmTool = (name: string, llvm: string | undefined): string | undefined =>
  llvm === undefined ? undefined : `${name}${llvm === '1' ? '' : llvm}`

/** On our own architecture what plain make would say, so that both can be used on one build. */
export const kbuildArch = (arch: Architecture): string => (isNative(arch) ? arch.srcArch : arch.makeArch)

const wrapped = (wrapper: string | undefined, cc: string) => (wrapper === undefined ? cc : `${wrapper} ${cc}`)

/**
 * The environment that makes two builds comparable (Documentation/kbuild/reproducible-builds.rst), whoever started us: a
 * make above us must not hand its flags down, and messages are in English.
 */
export const makeEnvironment: Readonly<Record<string, string>> = {
  KBUILD_BUILD_TIMESTAMP: 'Thu Jan  1 00:00:00 UTC 1970',
  KBUILD_BUILD_USER: 'kcarve',
  KBUILD_BUILD_HOST: 'kcarve',
  KBUILD_BUILD_VERSION: '1',
  MAKEFLAGS: '',
  MAKELEVEL: '',
  LC_ALL: 'C',
}
