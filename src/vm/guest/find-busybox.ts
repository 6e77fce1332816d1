// SPDX-License-Identifier: GPL-2.0-only
import { readFile } from 'node:fs/promises'
import { MissingError } from '../../core/errors.js'
import { isElf, programHeaders, readElf } from '../../formats/elf/index.js'

const PLACES = ['/bin/busybox', '/usr/bin/busybox', '/usr/lib/busybox/busybox-static']
const PT_INTERP = 3

/** The bytes of a statically linked busybox; throws MissingError when there is none. */
export async function findBusybox(places: readonly string[] = PLACES): Promise<Uint8Array> {
  for (const place of places) {
    const bytes = await readFile(place).catch(() => undefined)
    if (bytes !== undefined && isStatic(bytes)) return bytes
  }
  throw new MissingError('No statically linked busybox was found', {
    hint: 'apt-get install busybox-static',
  })
}

function isStatic(bytes: Uint8Array): boolean {
  return isElf(bytes) && programHeaders(readElf(bytes)).every(header => header.p_type !== PT_INTERP)
}
