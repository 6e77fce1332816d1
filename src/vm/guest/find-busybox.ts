// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import type { Architecture } from '../../arch/architecture.js'
import { isNative } from '../../arch/cross-compile.js'
import { FormatError, MissingError } from '../../core/errors.js'
import { type FetchOptions, fetchFromPackage } from '../../debian/fetch-from-package.js'
import { isElf, programHeaders, readElf } from '../../formats/elf/index.js'

export interface BusyboxOptions extends FetchOptions {
  readonly arch: Architecture
  /** Where it is looked for. */
  readonly places?: readonly string[] | undefined
}

const PLACES = ['/bin/busybox', '/usr/bin/busybox', '/usr/lib/busybox/busybox-static']
const PACKAGE = { name: 'busybox-static', path: 'bin/busybox' }
const PT_INTERP = 3

/**
 * The bytes of a busybox for guests of the architecture, statically linked. That of another architecture than the machine's is fetched
 * from Debian into the cache. Throws MissingError when there is none.
 */
export async function findBusybox(options: BusyboxOptions): Promise<Uint8Array> {
  const { arch, places = PLACES } = options
  for (const place of places) {
    const bytes = await readFile(place).catch(() => undefined)
    if (bytes !== undefined && isStatic(bytes, arch)) return bytes
  }
  if (!isNative(arch)) return readFile(await fetchFromPackage(PACKAGE, arch, options))
  throw new MissingError('No statically linked busybox was found', {
    hint: 'apt-get install busybox-static',
  })
}

function isStatic(bytes: Uint8Array, { elfMachine }: Architecture): boolean {
  if (!isElf(bytes)) return false
  try {
    const elf = readElf(bytes)
    const isOurs = elf.header.e_machine === elfMachine
    return isOurs && programHeaders(elf).every(header => header.p_type !== PT_INTERP)
  } catch (error) {
    if (error instanceof FormatError) return false
    throw error
  }
}
