// SPDX-License-Identifier: GPL-2.0-only
import { access, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { MissingError, UsageError } from '../../core/errors.js'
import { type FetchNewestOptions, fetchNewest } from '../../debian/fetch-newest.js'

/** Where the kernel's sources come from. */
export type Source =
  | { readonly kind: 'tarball'; readonly path: string; readonly origin?: Origin | undefined }
  /** A tree of the user's, worked on in place or on a copy. */
  | { readonly kind: 'tree'; readonly path: string; readonly inPlace: boolean }

/** The package that a tarball is from; `linux` is what `--linux` said, and undefined for the default. */
export interface Origin {
  readonly linux?: string | undefined
  /** Debian's version of the package, such as `7.2.13-1`, where it is known. */
  readonly debianVersion?: string | undefined
  /** For people: `linux-source-7.2 7.2.13-1 from sid`. */
  readonly text: string
}

export interface SourceOptions {
  readonly tree?: string | undefined
  readonly tarball?: string | undefined
  readonly linux?: string | undefined
  readonly inPlace?: boolean | undefined
}

/** For the help of `--linux`. */
export const LINUX_HELP = "fetch the newest sources of a kernel line, such as 7.2, from Debian's suites"

/** Debian's package linux-source-6.12. */
const DEBIAN_TARBALL = '/usr/src/linux-source-6.12.tar.xz'

/**
 * The source asked for, or what the distribution offers when none is. Throws UsageError when it is not there, MissingError
 * without a package of Debian's.
 */
export async function chooseSource(options: SourceOptions, fetch: FetchNewestOptions): Promise<Source> {
  const { tree, tarball, linux, inPlace = false } = options
  const given = Object.entries({ tree, tarball, linux }).flatMap(([name, value]) =>
    value === undefined ? [] : `--${name}`,
  )
  if (given.length > 1) throw new UsageError(`${given.join(' and ')} exclude each other`)
  if (inPlace && tree === undefined) throw new UsageError('--in-place needs --tree')
  if (tree !== undefined) return { kind: 'tree', path: await existing(tree), inPlace }
  if (tarball !== undefined) return { kind: 'tarball', path: await existing(tarball) }
  if (linux !== undefined) return newestOf(linux, fetch)
  await access(DEBIAN_TARBALL).catch(cause => {
    throw new MissingError(`${DEBIAN_TARBALL} is not there`, {
      cause,
      hint: 'apt-get install linux-source-6.12, or name other sources with --linux, --tree or --tarball',
    })
  })
  return { kind: 'tarball', path: DEBIAN_TARBALL, origin: { text: 'linux-source-6.12, as installed' } }
}

/** Debian's newest sources of a kernel line such as 7.2. */
async function newestOf(linux: string, options: FetchNewestOptions): Promise<Source> {
  if (!/^\d+\.\d+$/.test(linux)) {
    throw new UsageError(`--linux ${linux}: not a kernel line such as 6.12`)
  }
  const { name, version, suite, directory } = await fetchNewest(`linux-source-${linux}`, options)
  const path = join(directory, 'usr/src', `${name}.tar.xz`)
  return {
    kind: 'tarball',
    path: await existing(path),
    origin: { linux, debianVersion: version, text: `${name} ${version} from ${suite}` },
  }
}

/** Debian's version of the package that sources are from, where it is known. */
export const debianVersionOf = (source: Source): string | undefined =>
  source.kind === 'tarball' ? source.origin?.debianVersion : undefined

const existing = (path: string): Promise<string> =>
  realpath(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
