// SPDX-License-Identifier: GPL-2.0-only
import { BTF_MAGIC, BTF_VERSION, HEADER_SIZE } from '../constants.js'
import type { Found } from './found.js'

/** Offsets in the data. */
export interface Sections {
  readonly types: readonly [start: number, end: number]
  readonly strings: readonly [start: number, end: number]
}

/** Bytes of struct btf_header with a layout section. */
const LAYOUT_HEADER_SIZE = 32
/** BTF_MAX_NAME_OFFSET. */
const MAX_NAME_OFFSET = 0xffffff

/** btf_parse_hdr() and btf_parse_str_sec(): where types and strings are. */
export function checkSections(bytes: Uint8Array, isSplit: boolean, found: Found): Sections | undefined {
  if (bytes.length < 8) return found.refuse('hdr_len not found')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const hdr_len = view.getUint32(4, true)
  if (bytes.length < hdr_len) return found.refuse('btf_header not found')
  // A kernel without layout sections looks at fewer fields.
  const longest = found.rules.layout === false ? HEADER_SIZE : LAYOUT_HEADER_SIZE
  const isZero = (from: number) => bytes.subarray(from, hdr_len).every(byte => byte === 0)
  if (!isZero(longest)) return found.refuse('Unsupported btf_header')
  if (!isZero(HEADER_SIZE)) found.depends('layout', 'Unsupported btf_header')
  const field = (at: number) => (at + 4 <= Math.min(hdr_len, longest) ? view.getUint32(at, true) : 0)
  // They are read even if the header ends before them.
  if (hdr_len < 2 || view.getUint16(0, true) !== BTF_MAGIC) return found.refuse('Invalid magic')
  if (hdr_len < 3 || bytes[2] !== BTF_VERSION) return found.refuse('Unsupported version')
  if (hdr_len > 3 && bytes[3] !== 0) return found.refuse('Unsupported flags')
  if (!isSplit && bytes.length === hdr_len) return found.refuse('No data')
  const hasLayout = hdr_len >= LAYOUT_HEADER_SIZE && field(28) > 0
  const ranges = [8, 16, ...(hasLayout ? [24] : [])].map(at => ({ off: field(at), len: field(at + 4) }))
  const reason = gapOrOverlap(ranges, bytes.length - hdr_len)
  if (reason !== undefined) return found.refuse(reason)
  const [type_off, type_len, str_off, str_len] = [field(8), field(12), field(16), field(20)]
  const end = hdr_len + str_off + str_len
  if (end !== bytes.length) {
    const late = 'String section is not at the end'
    if (hdr_len < LAYOUT_HEADER_SIZE || found.rules.layout === false) return found.refuse(late)
    found.depends('layout', late)
  }
  const sections: Sections = {
    types: [hdr_len + type_off, hdr_len + type_off + type_len],
    strings: [hdr_len + str_off, end],
  }
  if (isSplit && str_len === 0) return sections
  const isTerminated = str_len > 0 && str_len - 1 <= MAX_NAME_OFFSET && bytes[end - 1] === 0
  const beginsEmpty = isSplit || bytes[hdr_len + str_off] === 0
  return isTerminated && beginsEmpty ? sections : found.refuse('Invalid string section')
}

/** btf_check_sec_info(): sections follow each other, and fill the data. */
function gapOrOverlap(
  ranges: readonly { readonly off: number; readonly len: number }[],
  size: number,
): string | undefined {
  let total = 0
  // The kernel compares differences as int.
  const order = (a: (typeof ranges)[number], b: (typeof ranges)[number]) =>
    (a.off - b.off) | 0 || (a.len - b.len) | 0
  for (const { off, len } of [...ranges].sort(order)) {
    if (size < off) return 'Invalid section offset'
    if (total < off) return 'Unsupported section found'
    if (total > off) return 'Section overlap found'
    if (size - total < len) return 'Total section length too long'
    total += len
  }
  return size === total ? undefined : 'Unsupported section found'
}
