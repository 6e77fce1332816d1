// SPDX-License-Identifier: GPL-2.0-only
export { type Partition, partitionTableBytes, readPartitionTable } from './read-partition-table.js'
