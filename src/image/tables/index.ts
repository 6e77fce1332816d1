// SPDX-License-Identifier: GPL-2.0-only
export { imageTables } from './image-tables.js'
export type { Table } from './table.js'
