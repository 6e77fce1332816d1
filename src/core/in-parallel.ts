// SPDX-License-Identifier: GPL-2.0-only
import { availableParallelism } from 'node:os'
import pMap from 'p-map'

/** What `use` gives of each item, in their order; as many are used at a time as there are processors, and none after a failure. */
export function inParallel<Item, Result>(
  items: readonly Item[],
  use: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  return pMap(items, use, { concurrency: availableParallelism() })
}
