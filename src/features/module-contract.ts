// SPDX-License-Identifier: GPL-2.0-only
import type { DotConfig } from '../formats/dot-config/index.js'
import type { Elf } from '../formats/elf/index.js'

/**
 * The contract between a feature's module and the kernel that carries it, on top of what holds for any module. The kernel
 * loads such a module from its own image, before every other module, and checks neither its signature nor its release nor its BTF.
 */
export interface ModuleContract<Part = unknown, Kernel extends CarryingKernel = CarryingKernel> {
  /** Where a finished build has the module and its digest, relative to the build directory. */
  readonly built: { readonly module: string; readonly digest: string }
  readonly sources: ModuleSources
  /** The module's side; undefined for a module of another kind. Throws FormatError when the file is damaged. */
  readModule(module: Elf): Part | undefined
  /** The kernel's side; undefined for a kernel that carries no such module. Throws FormatError when the file is damaged. */
  readKernel(vmlinux: Elf): Kernel | undefined
  /** Where the two do not match; empty when the kernel can carry the module. */
  judge(module: Part, kernel: Kernel | undefined): readonly ContractFinding[]
  /** The digest in the file beside a module, in hexadecimal; undefined when the file holds none. */
  readDigest(file: Uint8Array): string | undefined
  /** Checks a module's file against the digest beside it. Returns one line per problem. */
  verify(path: string): Promise<readonly string[]>
}

/** Where a tree has the sources of such a module. */
export interface ModuleSources {
  /** Lists of makefiles that name its objects, such as `obj`. */
  readonly lists: readonly string[]
  /** A variable of makefiles that names objects of those lists which are no part of it. */
  readonly stays: string
  /** Options that only the module's own sources read, such as its version: without CONFIG_. */
  readonly options: readonly string[]
  /** Directories whose makefiles do. Throws UsageError for a directory that is no such tree. */
  directories(root: string, srcArch: string): Promise<readonly SourceDirectory[]>
  /** What the module is made of under a configuration; undefined when the makefiles of those directories are not in the tree. */
  makeup(
    root: string,
    context: { readonly config: DotConfig; readonly srcArch: string },
  ): Promise<ModuleMakeup | undefined>
}

export interface ModuleMakeup {
  /** What can be left in vmlinux, by the names that say so; one may be a part of another. */
  readonly leavable: readonly { readonly name: string; readonly objects: readonly string[] }[]
  /** Algorithms that objects of the module register, and whether a boot with fips=1 lets them in; null where the self-tests do not know them. */
  readonly algorithms: readonly {
    readonly name: string
    readonly objects: readonly string[]
    readonly letIn: boolean | null
  }[]
  /** What else a certificate is about, such as the self-tests. */
  readonly duties: readonly { readonly name: string; readonly objects: readonly string[] }[]
}

export interface SourceDirectory {
  /** Relative to the tree. */
  readonly path: string
  /** Objects that its makefile names and that are no part of the module. */
  readonly stays: readonly string[]
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
