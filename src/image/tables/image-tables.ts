// SPDX-License-Identifier: GPL-2.0-only
import { btfTable } from './btf-table.js'
import { exportTables } from './export-tables.js'
import type { Table } from './table.js'

/**
 * Finds what is known by its looks in the memory of a kernel, which has no section headers: the types, and the exported symbols with
 * their CRCs. What is not found, or does not stand where vmlinux.lds.h puts it, is not there.
 */
export const imageTables = (memory: Uint8Array): readonly Table[] => [
  ...exportTables(memory),
  ...btfTable(memory),
]
