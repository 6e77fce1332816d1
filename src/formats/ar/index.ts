// SPDX-License-Identifier: GPL-2.0-only
export { type Archive, type ArMember, isAr, readAr } from './read-ar.js'
