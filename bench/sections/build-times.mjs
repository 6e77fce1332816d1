// SPDX-License-Identifier: GPL-2.0-only
import { cp, mkdir, rm, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { makeEnvironment } from '../../dist/build/make/make-options.js'
import { treeOf } from '../lib/builds.mjs'
import { stockPlus, timesStock } from '../lib/row.mjs'
import { run } from '../lib/run.mjs'
import { timed, timeRows } from '../lib/timed.mjs'

export const title = 'Build times'
export const method =
  '`make -jN` without ccache, N the number of processors, stock and carved in turns; a full build once, the others the median of 3; processor time is that of all processes of the build, and what other work on the machine disturbs least'

const ROUNDS = 3
const KERNELS = ['stock', 'carved']
/** A source of each kind; both are compiled in either kernel. */
const TOUCHED = { crypto: 'crypto/gcm.c', other: 'kernel/fork.c' }

export async function measureSection({ proof, cache, jobs, say }) {
  const { builds } = await proof()
  const work = join(cache, 'bench', 'builds')
  const makes = {}
  for (const kernel of KERNELS) makes[kernel] = await configured(builds[kernel], join(work, kernel), jobs)
  const times = { full: {}, crypto: {}, other: {}, 'no-op': {} }
  const time = async (kind, kernel) => {
    say(`${kind} build, ${kernel}`)
    const touched = TOUCHED[kind]
    const taken = await makes[kernel](touched)
    times[kind][kernel] = [...(times[kind][kernel] ?? []), taken]
  }
  for (const kernel of KERNELS) await time('full', kernel)
  // What the first build after a full one still does is no part of the others.
  for (const kernel of KERNELS) await makes[kernel]()
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ['no-op', 'crypto', 'other']) for (const kernel of KERNELS) await time(kind, kernel)
  }
  await rm(work, { recursive: true, force: true })
  return [
    ...timeRows('full build', times.full, timesStock(1.03)),
    ...timeRows(`after a change of ${TOUCHED.crypto}`, times.crypto, timesStock(1.2)),
    ...timeRows(`after a change of ${TOUCHED.other}`, times.other),
    ...timeRows('nothing to do', times['no-op'], stockPlus(1, '1 s')),
  ]
}

/** A directory configured as that of the build; returns what runs make in it and tells the seconds. */
async function configured(build, objDir, jobs) {
  const tree = await treeOf(build)
  await rm(objDir, { recursive: true, force: true })
  await mkdir(objDir, { recursive: true })
  await cp(join(build.objDir, '.config'), join(objDir, '.config'))
  const make = ['make', '-s', `-j${jobs}`, '-C', tree, `O=${objDir}`]
  await run([...make, 'olddefconfig'], { env: makeEnvironment })
  return async touched => {
    const restore = touched === undefined ? async () => {} : await touch(join(tree, touched))
    try {
      return await timed(make, { env: makeEnvironment })
    } finally {
      await restore()
    }
  }
}

/** Returns what puts the old time back, so that other builds of the tree have nothing new to do. */
async function touch(path) {
  const { atime, mtime } = await stat(path)
  const now = new Date()
  await utimes(path, now, now)
  return () => utimes(path, atime, mtime)
}
