// SPDX-License-Identifier: GPL-2.0-only
import type { Btf } from '../btf.js'
import { KINDS, kindNumberOf, TYPE_SIZE } from '../constants.js'
import type { BtfRules } from './btf-rules.js'
import { checkChains } from './check-chains.js'
import { checkMeta } from './check-meta.js'
import { type BtfRefusal, openFound, type RefusedType } from './found.js'
import { checkSections } from './sections.js'
import { type Names, nameText } from './valid-name.js'

export interface KernelRefusalOptions {
  /** The BTF of the kernel, when the data is that of a module. */
  readonly base?: Btf | undefined
  readonly rules: BtfRules
}

/**
 * What a kernel says of BTF when it validates that of its own (btf_parse_vmlinux()), or that of a module over its own
 * (btf_parse_module()); undefined when it takes it. Takes any bytes. All kernels that were read, 6.1 to 7.3, look at headers,
 * at each type by itself, and at chains of modifiers, as is done here. None resolves types, as they do for BTF of programs: ids
 * may lead to other types than were meant, and names begin inside others. Where kernels differ `rules` decides; what it leaves
 * open makes a refusal that is not certain. A kernel that is newer may take kinds that these do not know.
 */
export function kernelRefusal(
  bytes: Uint8Array,
  { base, rules }: KernelRefusalOptions,
): BtfRefusal | undefined {
  const found = openFound(rules)
  const sections = checkSections(bytes, base !== undefined, found)
  if (sections === undefined) return found.first
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const names: Names = {
    base,
    first: base === undefined ? 0 : base.firstName + base.strings.length,
    strings: bytes.subarray(...sections.strings),
  }
  const firstId = base?.endId ?? 1
  const [start, end] = sections.types
  const describe = (id: number, at: number) => {
    found.type = () => refusedType(view, { id, at, end, names })
  }
  const offsets: number[] = []
  for (let at = start; at < end; ) {
    describe(firstId + offsets.length, at)
    const next = checkMeta({ view, at, end, names }, found)
    if (next === undefined) return found.first
    offsets.push(at)
    at = next
  }
  checkChains({ base, firstId, view, offsets }, found, id => describe(id, offsets[id - firstId] ?? start))
  return found.first
}

function refusedType(
  view: DataView,
  { id, at, end, names }: { id: number; at: number; end: number; names: Names },
): RefusedType {
  if (end - at < TYPE_SIZE) return { id, kind: undefined, name: '' }
  const kind = KINDS[kindNumberOf(view.getUint32(at + 4, true))]
  return {
    id,
    kind: kind === 'void' ? undefined : kind?.toUpperCase(),
    name: nameText(names, view.getUint32(at, true)),
  }
}

/** As the kernel logs it, such as `[134221] STRUCT cast_ctx Invalid name`. */
export function refusalText({ type, member, reason }: BtfRefusal): string {
  if (type === undefined) return reason
  const { id, kind, name } = type
  const what = [`[${id}]`, kind, kind && (name || '(anon)'), member && `member ${member}`]
  return [...what, reason].filter(Boolean).join(' ')
}
