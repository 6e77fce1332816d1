// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../../core/errors.js'
import { linesOf } from '../lines/index.js'

/** One line of /proc/slabinfo: see slabinfo(5). */
export interface SlabCache {
  readonly name: string
  /** Objects in use, those that a processor keeps at hand included. */
  readonly active_objs: number
  readonly num_objs: number
  /** Bytes. */
  readonly objsize: number
}

/** Reads /proc/slabinfo, in its order; throws FormatError, whose offset is in characters, for other text. */
export function readSlabinfo(text: string): readonly SlabCache[] {
  const caches: SlabCache[] = []
  for (const { text: line, offset } of linesOf(text)) {
    if (line === '' || line.startsWith('slabinfo - version: ') || line.startsWith('# name ')) continue
    const found = /^(\S.*?) +(\d{1,15}) +(\d{1,15}) +(\d{1,15}) +\d{1,15} +\d{1,15} : tunables /.exec(line)
    if (found === null)
      throw new FormatError(`${JSON.stringify(line.slice(0, 80))} is no line of /proc/slabinfo`, {
        offset,
        field: 'cache',
      })
    const [, name = '', active_objs, num_objs, objsize] = found
    caches.push({
      name,
      active_objs: Number(active_objs),
      num_objs: Number(num_objs),
      objsize: Number(objsize),
    })
  }
  return caches
}
