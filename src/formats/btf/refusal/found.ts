// SPDX-License-Identifier: GPL-2.0-only
import type { BtfRules } from './btf-rules.js'

/** Why a kernel does not take BTF. */
export interface BtfRefusal {
  /** Undefined when it is about the data as a whole. */
  readonly type: RefusedType | undefined
  /** The name of the member of the type, where it is about one; empty for one without a name. */
  readonly member: string | undefined
  /** As the kernel logs it; it says nothing where it has none. */
  readonly reason: string
  /** Whether this kernel refuses it for sure: some do not, and which this one is could not be seen. */
  readonly certain: boolean
}

export interface RefusedType {
  readonly id: number
  /** As the kernel writes it: `STRUCT`. Undefined for a number that is no kind. */
  readonly kind: string | undefined
  /** Empty when it has none. */
  readonly name: string
}

/** Collects what speaks against BTF: the first that is certain, or else the first that may be. */
export interface Found {
  readonly rules: BtfRules
  /** Describes what is being looked at. */
  type: () => RefusedType | undefined
  readonly first: BtfRefusal | undefined
  readonly refuse: (reason: string, member?: string) => undefined
  /** Refuses unless the kernel has the rule; whether that is certain depends on what is known. */
  readonly depends: (rule: keyof BtfRules, reason: string) => void
}

export function openFound(rules: BtfRules): Found {
  let certain: BtfRefusal | undefined
  let doubt: BtfRefusal | undefined
  const found: Found = {
    rules,
    type: () => undefined,
    get first() {
      return certain ?? doubt
    },
    refuse(reason, member) {
      certain ??= { type: found.type(), member, reason, certain: true }
      return undefined
    },
    depends(rule, reason) {
      if (rules[rule] === false) found.refuse(reason)
      else if (rules[rule] === undefined) {
        doubt ??= { type: found.type(), member: undefined, reason, certain: false }
      }
    },
  }
  return found
}
