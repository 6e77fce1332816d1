// SPDX-License-Identifier: GPL-2.0-only
import type { Btf } from '../btf.js'
import { typesNamed } from '../types-named.js'

/**
 * Where kernels differ in what BTF they accept (kernel/bpf/btf.c and include/uapi/linux/btf.h of 6.1, 6.12, 7.2 and 7.3).
 * Undefined: not known of this kernel.
 */
export interface BtfRules {
  /** struct btf_header ends with layout_off and layout_len; strings then need not be the last section. */
  readonly layout: boolean | undefined
  /** btf_type.info has 24 bits for vlen and 7 for kind instead of 16 and 5. */
  readonly wideInfo: boolean | undefined
  /** TYPE_TAG and DECL_TAG may have kind_flag. */
  readonly flaggedTags: boolean | undefined
  /** TYPE_TAG may come after typedefs and qualifiers. */
  readonly tagsAnywhere: boolean | undefined
  /** The name of a DATASEC is any printable text instead of an identifier. */
  readonly printableSections: boolean | undefined
}

/** Of a kernel of which nothing was seen: a refusal is certain where all kernels agree. */
export const NOTHING_KNOWN: BtfRules = {
  layout: undefined,
  wideInfo: undefined,
  flaggedTags: undefined,
  tagsAnywhere: undefined,
  printableSections: undefined,
}

/**
 * What a kernel's own BTF tells: the functions and structs of its validator are in it. kind_flag of tags left no trace of its
 * own, but came before the modifier chain check that replaced btf_check_type_tags().
 */
export function rulesOfKernel(btf: Btf): BtfRules {
  const has = (name: string) => typesNamed(btf, name, 'func').length > 0
  const headers = typesNamed(btf, 'btf_header', 'struct')
  const tagsAnywhere =
    has('btf_check_modifier_chain_length') || (has('btf_check_type_tags') ? false : undefined)
  const ofValidator = typesNamed(btf, 'btf', 'struct').flatMap(({ members }) => members)
  return {
    layout: known(headers, ({ members }) => members.some(({ name }) => name === 'layout_off')),
    wideInfo: known(headers, () => typesNamed(btf, 'btf_max', 'enum').length > 0),
    flaggedTags: tagsAnywhere === true || undefined,
    tagsAnywhere,
    // Came before base_id_map, when 6.1's __btf_name_valid() was gone.
    printableSections:
      ofValidator.some(({ name }) => name === 'base_id_map') || (has('__btf_name_valid') ? false : undefined),
  }
}

/** Undefined when the kernel has no such struct: then nothing is known. */
const known = <T>(found: readonly T[], holds: (each: T) => boolean): boolean | undefined =>
  found.length === 0 ? undefined : found.some(holds)
