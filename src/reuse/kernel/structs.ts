// SPDX-License-Identifier: GPL-2.0-only
import { type Btf, type BtfType, typesNamed } from '../../formats/btf/index.js'

type Struct = BtfType & { readonly kind: 'struct' }

const known = new WeakMap<Btf, Map<string, readonly Struct[]>>()

/** The structs of that name in a kernel. Looked for once for each kernel, as every module asks for the same. */
export function structsNamed(btf: Btf, name: string): readonly Struct[] {
  const found = known.get(btf) ?? new Map<string, readonly Struct[]>()
  known.set(btf, found)
  const structs = found.get(name) ?? typesNamed(btf, name, 'struct')
  found.set(name, structs)
  return structs
}
