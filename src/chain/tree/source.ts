// SPDX-License-Identifier: GPL-2.0-only
import { access, realpath } from 'node:fs/promises'
import { MissingError, UsageError } from '../../core/errors.js'

/** Where the kernel's sources come from. */
export type Source =
  | { readonly kind: 'tarball'; readonly path: string; readonly isDefault: boolean }
  /** A tree of the user's, worked on in place or on a copy. */
  | { readonly kind: 'tree'; readonly path: string; readonly inPlace: boolean }

export interface SourceOptions {
  readonly tree?: string | undefined
  readonly tarball?: string | undefined
  readonly inPlace?: boolean | undefined
}

/** Debian's package linux-source-6.12. */
const DEBIAN_TARBALL = '/usr/src/linux-source-6.12.tar.xz'

/** The source asked for, Debian's when none is. Throws UsageError when it is not there, MissingError without Debian's. */
export async function chooseSource({ tree, tarball, inPlace = false }: SourceOptions): Promise<Source> {
  if (tree !== undefined && tarball !== undefined)
    throw new UsageError('--tree and --tarball exclude each other')
  if (inPlace && tree === undefined) throw new UsageError('--in-place needs --tree')
  if (tree !== undefined) return { kind: 'tree', path: await existing(tree), inPlace }
  if (tarball !== undefined) return { kind: 'tarball', path: await existing(tarball), isDefault: false }
  await access(DEBIAN_TARBALL).catch(cause => {
    throw new MissingError(`${DEBIAN_TARBALL} is not there`, {
      cause,
      hint: 'apt-get install linux-source-6.12, or name other sources with --tree or --tarball',
    })
  })
  return { kind: 'tarball', path: DEBIAN_TARBALL, isDefault: true }
}

const existing = (path: string): Promise<string> =>
  realpath(path).catch(cause => {
    throw new UsageError(`${path} does not exist`, { cause })
  })
