// SPDX-License-Identifier: GPL-2.0-only
import type { BtfKind } from './constants.js'

/** The types of a kernel, or those that a module adds to them (split BTF). They are decoded when asked for. */
export interface Btf {
  readonly bytes: Uint8Array
  /** What the ids and names of a module's types count on from; undefined for a kernel. */
  readonly base: Btf | undefined
  /** The id of the first type that stands here: 1, or what the base ends with. */
  readonly firstId: number
  /** One more than the last id. */
  readonly endId: number
  /** Offsets in `bytes` of the types that stand here, `firstId` first. */
  readonly offsets: Uint32Array
  /** name_off of the first string here: 0, or where the base's strings end. */
  readonly firstName: number
  /** The string section. */
  readonly strings: Buffer
}

interface Common {
  /** 0 is void. */
  readonly id: number
  /** Empty when it has none. */
  readonly name: string
}

export type BtfType =
  | (Common & { readonly kind: 'void' })
  | (Common & {
      readonly kind: 'int'
      /** Bytes. */
      readonly size: number
      readonly bits: number
      readonly signed: boolean
      readonly bool: boolean
    })
  | (Common & {
      readonly kind: 'ptr' | 'typedef' | 'volatile' | 'const' | 'restrict' | 'type_tag'
      readonly type: number
    })
  | (Common & {
      readonly kind: 'array'
      readonly type: number
      readonly indexType: number
      readonly nelems: number
    })
  | (Common & {
      readonly kind: 'struct' | 'union'
      /** Bytes. */
      readonly size: number
      readonly members: readonly BtfMember[]
    })
  | (Common & {
      readonly kind: 'enum' | 'enum64'
      /** Bytes. */
      readonly size: number
      readonly signed: boolean
      readonly values: readonly { readonly name: string; readonly value: bigint }[]
    })
  | (Common & { readonly kind: 'fwd'; readonly of: 'struct' | 'union' })
  | (Common & {
      readonly kind: 'func'
      readonly type: number
      readonly linkage: 'static' | 'global' | 'extern'
    })
  | (Common & {
      readonly kind: 'func_proto'
      /** What it returns. */
      readonly type: number
      /** A last one without name and type stands for `...`. */
      readonly params: readonly { readonly name: string; readonly type: number }[]
    })
  | (Common & { readonly kind: 'var'; readonly type: number; readonly linkage: number })
  | (Common & {
      readonly kind: 'datasec'
      /** Bytes. */
      readonly size: number
      readonly vars: readonly { readonly type: number; readonly offset: number; readonly size: number }[]
    })
  | (Common & { readonly kind: 'float'; readonly size: number })
  | (Common & {
      readonly kind: 'decl_tag'
      readonly type: number
      /** Which member or parameter; -1 for the declaration itself. */
      readonly component: number
    })

export interface BtfMember {
  readonly name: string
  readonly type: number
  /** Bits from the start of the struct. */
  readonly bitOffset: number
  /** Of a bit field; 0 otherwise. */
  readonly bitSize: number
}

export type { BtfKind }
