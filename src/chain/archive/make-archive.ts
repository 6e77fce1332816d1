// SPDX-License-Identifier: GPL-2.0-only
import { resolve } from 'node:path'
import {
  type ArchiveManifest,
  inScratch,
  isPacked,
  packArchive,
  writeArchive,
  writeShippedArchive,
} from '../../archive/index.js'
import { writeWhole } from '../../core/write-whole.js'
import { moduleFiles } from '../../reuse/index.js'
import { version } from '../version.js'

export interface MadeArchive {
  readonly manifest: ArchiveManifest
  /** Modules that could not be compiled again. */
  readonly leftOut: readonly string[]
}

export interface ArchiveBuildOptions {
  /** A directory that is empty or not there, or a file whose name says that it is packed. */
  readonly output: string
  readonly signal: AbortSignal
}

/** Archives the module of a build, whole or not at all; throws what writeArchive throws. */
export const archiveBuild = (tree: string, { output, signal }: ArchiveBuildOptions): Promise<MadeArchive> =>
  makeArchive(output, signal, async directory => ({
    manifest: await writeArchive(tree, directory, version, signal),
    leftOut: [],
  }))

export interface ArchiveShippedOptions extends ArchiveBuildOptions {
  /** Headers of the kernel that the modules belong to. */
  readonly headers: string
  /** The sources that they were made of. */
  readonly sources: string
  /** That kernel's image, to be kept with them. */
  readonly image?: string | undefined
  /** Where output goes, by the name of what makes it. */
  readonly logPath?: ((name: string) => string) | undefined
  /** Called as objects are compiled. */
  readonly onObject?: ((object: string) => void) | undefined
}

/** Archives modules that a distribution ships, or those below directories, likewise; throws what writeShippedArchive throws. */
export async function archiveShipped(
  paths: readonly string[],
  { output, ...options }: ArchiveShippedOptions,
): Promise<MadeArchive> {
  const modules = (await Promise.all(paths.map(moduleFiles))).flat().sort()
  return makeArchive(output, options.signal, directory =>
    writeShippedArchive(modules, directory, version, options),
  )
}

function makeArchive(
  output: string,
  signal: AbortSignal,
  write: (directory: string) => Promise<MadeArchive>,
): Promise<MadeArchive> {
  return writeWhole(resolve(output), partial =>
    isPacked(output)
      ? inScratch(async directory => {
          const written = await write(directory)
          await packArchive(directory, partial, signal)
          return written
        })
      : write(partial),
  )
}
