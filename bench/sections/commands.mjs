// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { treeOf } from '../lib/builds.mjs'
import { kcarve } from '../lib/measure.mjs'
import { atMost } from '../lib/row.mjs'
import { run } from '../lib/run.mjs'
import { timed, timeRows } from '../lib/timed.mjs'

export const title = 'Commands'
export const method =
  'of the whole command, Node.js started and all, the median of 5 runs on a full source tree; files in the page cache'

const SECOND = atMost(1, '1 s')

export async function measureSection({ proof, cache, config }) {
  const { builds } = await proof()
  const { tree, remove } = await copyOf(await treeOf(builds.stock), cache)
  try {
    const quietly = command => run(kcarve(command, tree, '--quiet'))
    const of = (name, args, target, before = async () => {}) =>
      rowsOf(name, kcarve(...args, '--quiet'), target, before)
    return [
      await of('kcarve status, of a clean tree', ['status', tree], SECOND),
      await of('kcarve plan', ['plan', tree, '--config', config]),
      await of('kcarve apply', ['apply', tree], SECOND, () => quietly('revert')),
      await of('kcarve status, of an applied tree', ['status', tree], SECOND),
      await of('kcarve apply, of an applied tree', ['apply', tree], SECOND),
      await of('kcarve revert', ['revert', tree], SECOND, () => quietly('apply')),
      await of('kcarve inspect bzImage', ['inspect', builds.carved.image]),
      await of('kcarve inspect vmlinux', ['inspect', builds.carved.vmlinux]),
      await of('kcarve inspect fips140.ko', ['inspect', builds.carved.module]),
      await of('kcarve verify bzImage', ['verify', builds.carved.image]),
    ].flat()
  } finally {
    await remove()
  }
}

const RUNS = 5

async function rowsOf(name, command, target, before) {
  const carved = []
  for (let number = 0; number < RUNS; number++) {
    await before()
    carved.push(await timed(command))
  }
  return timeRows(name, { carved }, target)
}

/** A tree of our own, for reverting one that was built would have it built again. An interrupted run's is made anew. */
async function copyOf(tree, cache) {
  const directory = join(cache, 'bench', 'tree')
  const remove = () => rm(directory, { recursive: true, force: true })
  await remove()
  await mkdir(directory, { recursive: true })
  const copy = join(directory, basename(tree))
  await run(['cp', '-a', '--reflink=auto', tree, copy])
  return { tree: copy, remove }
}
