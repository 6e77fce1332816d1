// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'

/** A tag and its value, such as `vermagic` or `depends`; tags like `parm` come several times. */
export interface ModinfoField {
  readonly tag: string
  readonly value: string
}

/**
 * Reads the contents of a `.modinfo` section: `tag=value`, NUL-terminated, with NULs of padding between.
 * Throws FormatError for a string without an equals sign or without an end.
 */
export function readModinfo(bytes: Uint8Array): readonly ModinfoField[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const fields: ModinfoField[] = []
  for (let at = 0; at < all.length; ) {
    const end = all.indexOf(0, at)
    if (end < 0) throw new FormatError('the last string does not end', { offset: at, field: '.modinfo' })
    if (end > at) fields.push(fieldOf(all.toString('utf8', at, end), at))
    at = end + 1
  }
  return fields
}

/** The value of the first field with that tag, as the kernel's get_modinfo() finds it. */
export function modinfoValue(fields: readonly ModinfoField[], tag: string): string | undefined {
  return fields.find(field => field.tag === tag)?.value
}

function fieldOf(text: string, offset: number): ModinfoField {
  const equals = text.indexOf('=')
  if (equals < 0) throw new FormatError('a string without an equals sign', { offset, field: '.modinfo' })
  return { tag: text.slice(0, equals), value: text.slice(equals + 1) }
}
