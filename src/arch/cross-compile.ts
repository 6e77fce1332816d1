// SPDX-License-Identifier: GPL-2.0-only
import type { Architecture } from './architecture.js'
import { hostArchitecture } from './architectures.js'

/** Whether it is the architecture of the machine we run on. */
export const isNative = (arch: Architecture): boolean => hostArchitecture()?.name === arch.name

/** What comes before the names of compiler and binutils: empty for the machine's own. */
export const crossCompile = (arch: Architecture): string => (isNative(arch) ? '' : arch.crossCompile)

/** The Debian packages of the compiler and of libc's headers and static library, for a command line of apt-get. */
export const compilerPackages = (arch: Architecture): string =>
  isNative(arch) ? 'gcc libc6-dev' : `${arch.packages.crossCompiler} ${arch.packages.crossLibc}`
