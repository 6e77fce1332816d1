// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { CommandError, MissingError } from '../core/errors.js'
import { holdDirectory } from './hold-directory.js'
import type { MakeOptions } from './make/make-options.js'
import { runMake } from './make/run-make.js'

export interface PackageOptions extends MakeOptions {
  /** By default as many as there are processors. */
  readonly jobs?: number | undefined
}

/** Where they lie, relative to the build directory. */
const PACKAGES = 'packages'

/**
 * Makes Debian packages of a kernel that has been built (make bindeb-pkg): image, headers and what else the tree makes; returns
 * their paths. kbuild leaves them beside the build directory, where stock and carved, which have one name, would
 * overwrite each other; so they move into it, in the place of earlier ones. Throws MissingError for what the tree's own packages
 * need and the machine lacks, CommandError when that fails otherwise; see checkPackageTools for what the machine must have.
 */
export async function buildPackages(options: PackageOptions): Promise<readonly string[]> {
  const { objtree } = options
  await holdDirectory(objtree)
  const jobs = options.jobs ?? availableParallelism()
  await runMake({ ...options, targets: ['bindeb-pkg'], jobs }).catch(error => {
    throw error instanceof CommandError ? (unmetDependencies(error) ?? error) : error
  })
  const directory = join(objtree, PACKAGES)
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory)
  // dpkg-genchanges lists there what it has made, in lines of `NAME SECTION PRIORITY`.
  const listed = (await readFile(join(objtree, 'debian/files'), 'utf8')).split('\n')
  const names = listed.flatMap(line => line.split(' ')[0] ?? []).filter(name => name !== '')
  const changes = (await readdir(dirname(objtree))).filter(isChangesOf(names))
  for (const name of [...names, ...changes])
    await rename(join(dirname(objtree), basename(name)), join(directory, basename(name)))
  return names.filter(name => name.endsWith('.deb')).map(name => join(directory, name))
}

/** What debian/control of the tree asks for, which differs between trees: `libdw-dev:native libssl-dev (>= 3)`. */
function unmetDependencies(error: CommandError): MissingError | undefined {
  const line = error.tail.find(each => UNMET.test(each))
  const names =
    UNMET.exec(line ?? '')?.[1]
      ?.replace(/\([^)]*\)|:\w+|,/g, ' ')
      .match(/\S+/g) ?? undefined
  if (names === undefined) return undefined
  return new MissingError(`the kernel's packages need ${names.join(', ')}`, {
    hint: `apt-get install ${names.join(' ')}`,
    cause: error,
  })
}

const UNMET = /dpkg-checkbuilddeps: error: Unmet build dependencies: (.+)$/

/** The .changes file is written after the list, beside the .buildinfo that the list has, with its name. */
const isChangesOf = (names: readonly string[]) => {
  const own = names.map(name => name.replace(/\.buildinfo$/, '.changes'))
  return (name: string) => name.endsWith('.changes') && own.includes(name)
}
