// SPDX-License-Identifier: GPL-2.0-only
import type { Elf } from '../formats/elf/index.js'

/**
 * What a module of a feature and the kernel that carries it agree on, besides what any module and kernel agree on. The kernel
 * loads such a module from its own image: before every other module, without a signature, whatever its release and its BTF are.
 */
export interface ModuleContract<Part = unknown, Kernel extends CarryingKernel = CarryingKernel> {
  /** Where a finished build has the module and its digest, relative to the build directory. */
  readonly built: { readonly module: string; readonly digest: string }
  readonly sources: ModuleSources
  /** The module's side; undefined for a module of another kind. Throws FormatError when the file is damaged. */
  readModule(module: Elf): Part | undefined
  /** The kernel's side; undefined for a kernel that carries no such module. Throws FormatError when the file is damaged. */
  readKernel(vmlinux: Elf): Kernel | undefined
  /** What of the two does not match; empty when the kernel can carry the module. */
  judge(module: Part, kernel: Kernel | undefined): readonly ContractFinding[]
  /** The digest in the file beside a module, in hexadecimal digits; undefined when it is none. */
  readDigest(file: Uint8Array): string | undefined
  /** Checks a module's file and the digest beside it; gives what is wrong, a line each. */
  verify(path: string): Promise<readonly string[]>
}

/** Where a tree has the sources of such a module. */
export interface ModuleSources {
  /** Lists of makefiles that name its objects, such as `obj`. */
  readonly lists: readonly string[]
  /** Directories whose makefiles do, relative to the tree. Throws UsageError for a directory that is no such tree. */
  directories(root: string, srcArch: string): Promise<readonly string[]>
}

export interface CarryingKernel {
  /** The module that was built with the kernel. */
  readonly module: Elf
}

export interface ContractFinding {
  /** `breaks`: the kernel cannot carry the module. `unseen`: could not be checked, and why. */
  readonly effect: 'breaks' | 'unseen'
  /** One line. */
  readonly text: string
}
