// SPDX-License-Identifier: GPL-2.0-only
export { readAr } from './read-ar.js'
