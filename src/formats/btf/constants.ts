// SPDX-License-Identifier: GPL-2.0-only
// Values of include/uapi/linux/btf.h (Documentation/bpf/btf.rst).

export const BTF_MAGIC = 0xeb9f
export const BTF_VERSION = 1
/** Bytes of struct btf_header; newer ones may be longer. */
export const HEADER_SIZE = 24
/** Bytes of struct btf_type, without what a kind has behind it. */
export const TYPE_SIZE = 12

/** BTF_KIND_*, by number. */
export const KINDS = [
  'void',
  'int',
  'ptr',
  'array',
  'struct',
  'union',
  'enum',
  'fwd',
  'typedef',
  'volatile',
  'const',
  'restrict',
  'func',
  'func_proto',
  'var',
  'datasec',
  'float',
  'decl_tag',
  'type_tag',
  'enum64',
] as const

export type BtfKind = (typeof KINDS)[number]

/** Bytes behind struct btf_type: so many, and so many more for each of vlen. */
export const TAIL: Readonly<Record<BtfKind, readonly [fixed: number, each: number]>> = {
  void: [0, 0],
  int: [4, 0],
  ptr: [0, 0],
  array: [12, 0],
  struct: [0, 12],
  union: [0, 12],
  enum: [0, 8],
  fwd: [0, 0],
  typedef: [0, 0],
  volatile: [0, 0],
  const: [0, 0],
  restrict: [0, 0],
  func: [0, 0],
  func_proto: [0, 8],
  var: [4, 0],
  datasec: [0, 12],
  float: [0, 0],
  decl_tag: [4, 0],
  type_tag: [0, 0],
  enum64: [0, 12],
}

/**
 * btf_type.info: 24 bits of vlen and 7 of kind, as BTF_MAX_VLEN and BTF_MAX_KIND of Linux 7.2 have it. Before there were 16
 * and 5; the bits between were 0, so that this reads both.
 */
export const vlenOf = (info: number): number => info & 0xffffff
/** The number of a kind, known or not. */
export const kindNumberOf = (info: number): number => (info >>> 24) & 0x7f
export const kindFlagOf = (info: number): boolean => info >>> 31 === 1
