// SPDX-License-Identifier: GPL-2.0-only
export type { Btf, BtfMember, BtfType } from './btf.js'
export { memberAt, withoutNames } from './layout.js'
export { countTypes, readBtf } from './read-btf.js'
export { typeById } from './type-by-id.js'
export { typesNamed } from './types-named.js'
