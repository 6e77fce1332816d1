// SPDX-License-Identifier: GPL-2.0-only
import { writeSync } from 'node:fs'
import { applyPlan, planEdits, revertTree } from '../index.js'
import { demoRecipe } from './demo-recipe.js'

/**
 * A process to be killed: `edit-child TREE apply|revert N PACE`. Says `go` on stdout just before it starts to work on the
 * tree, `done` after; kills itself before the N-th operation that changes the disk, and ends by itself when there are fewer or N is 0.
 * Rests PACE milliseconds before each, so that moments spread over the operations rather than over the slow ones.
 */
const [, , root = '', action = '', dieAt = '0', pace = '0'] = process.argv

const rest = new Int32Array(new SharedArrayBuffer(4))

let step = 0
const onStep = () => {
  if (++step === Number(dieAt)) process.kill(process.pid, 'SIGKILL')
  if (Number(pace) > 0) Atomics.wait(rest, 0, 0, Number(pace))
}

const plan = action === 'apply' ? await planEdits(root, demoRecipe) : undefined
writeSync(1, 'go\n')
if (plan === undefined) await revertTree(root, { onStep })
else await applyPlan(root, plan, { onStep })
writeSync(1, 'done\n')
