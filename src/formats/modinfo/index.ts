// SPDX-License-Identifier: GPL-2.0-only
export { type ModinfoField, modinfoValue, readModinfo } from './read-modinfo.js'
