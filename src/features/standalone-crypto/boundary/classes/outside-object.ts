// SPDX-License-Identifier: GPL-2.0-only
import { placeOf, type StayingReasons, TWIN_REASON } from '../../recipe/index.js'

/** Cryptography that is linked into vmlinux. */
export interface OutsideObject {
  /** Relative to the build. */
  readonly path: string
  /** Why it stays there; null where nothing says so, and the boundary is not closed. */
  readonly because: string | null
}

/** Those of the objects of vmlinux that are cryptography, such as belongs into the module. */
export const outsideObjects = (vmlinux: readonly string[], stays: StayingReasons): OutsideObject[] =>
  vmlinux.flatMap(path => {
    const place = placeOf(path)
    if (place === 'twin') return [{ path, because: TWIN_REASON }]
    return place === 'library' ? [{ path, because: stays(path) ?? null }] : []
  })
