// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applyPlan, type EditPlan, planEdits, revertTree, treeState } from '../../src/edit/index.js'
import { demoRecipe } from '../../src/edit/testing/demo-recipe.js'

// Apply and revert, killed again and again on a real kernel tree in TMPDIR: a copy of KCARVE_TREE, or Debian's sources.
const source = process.env.KCARVE_TREE
const TARBALL = '/usr/src/linux-source-6.12.tar.xz'

const RANDOM_KILLS = 30

let scratch: string
let root: string
let child: string
let plan: EditPlan
let original: { sums: string; listing: string; names: string }

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kcarve-kill-'))
  root = join(scratch, 'tree')
  if (source !== undefined) execFileSync('cp', ['-a', '--reflink=auto', `${source}/.`, root])
  else {
    await mkdir(root)
    execFileSync('tar', ['-xf', TARBALL, '--strip-components=1', '-C', root])
  }
  child = join(scratch, 'edit-child.mjs')
  await build({
    entryPoints: [join(import.meta.dirname, '../../src/edit/testing/edit-child.ts')],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
  })
  plan = await planEdits(root, demoRecipe)
  original = { sums: sumsOf(root), listing: listingOf(root), names: namesOf(root) }
}, 300_000)

afterAll(() => rm(scratch, { recursive: true, force: true }))

for (const action of ['apply', 'revert'] as const) {
  test(`${action} killed before each of its operations is undone or finished by the next run`, async () => {
    for (let step = 1; ; step++) {
      await prepare(action)
      const { killed } = await run(action, { dieAt: step })
      await checkAndMend(action, step)
      if (!killed) {
        expect(step).toBeGreaterThan(20)
        break
      }
    }
    expect(namesOf(root)).toBe(original.names)
  }, 600_000)

  test(`${action} killed at ${RANDOM_KILLS} random moments is undone or finished by the next run`, async () => {
    await prepare(action)
    const { duration } = await run(action, { pace: 2 })
    await mend()
    const seen = new Map<string, number>()
    for (let attempt = 0; attempt < RANDOM_KILLS; attempt++) {
      await prepare(action)
      await run(action, { killAfter: Math.random() * duration, pace: 2 })
      const state = await checkAndMend(action, attempt)
      seen.set(state, (seen.get(state) ?? 0) + 1)
    }
    console.log(`${action}, ${Math.round(duration)} ms, killed at random: ${JSON.stringify([...seen])}`)
    expect(seen.get('interrupted') ?? 0).toBeGreaterThan(RANDOM_KILLS / 20)
    expect(namesOf(root)).toBe(original.names)
  }, 600_000)
}

test('after all that the whole tree is what it was', () => {
  expect(listingOf(root)).toBe(original.listing)
  expect(sumsOf(root)).toBe(original.sums)
})

async function prepare(action: 'apply' | 'revert'): Promise<void> {
  if (action === 'revert') await applyPlan(root, plan)
}

/** Runs the action in a process of its own; the duration, in milliseconds, is that of its work on the tree. */
async function run(
  action: 'apply' | 'revert',
  { dieAt = 0, killAfter, pace = 0 }: { dieAt?: number; killAfter?: number; pace?: number },
): Promise<{ killed: boolean; duration: number }> {
  const worker = spawn(process.execPath, [child, root, action, `${dieAt}`, `${pace}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(worker, 'exit')
  await once(worker.stdout, 'data')
  const started = performance.now()
  let duration = 0
  worker.stdout.once('data', () => {
    duration = performance.now() - started
  })
  if (killAfter !== undefined) setTimeout(() => worker.kill('SIGKILL'), killAfter)
  const [code, signal] = await exit
  if (signal === null) expect(code).toBe(0)
  return { killed: signal === 'SIGKILL', duration }
}

/** What is on the disk must be what the state says; then one more apply or revert must put it in order. */
async function checkAndMend(action: 'apply' | 'revert', turn: number): Promise<string> {
  const found = await treeState(root, demoRecipe)
  const disk = contents()
  if (found.state === 'clean') expect(disk).toEqual({ old: true, new: false })
  else if (found.state === 'applied') expect(found.modified).toEqual([])
  else expect(found).toMatchObject({ state: 'interrupted', doing: action })
  if (found.state === 'applied') expect(disk).toEqual({ old: false, new: true })

  if (turn % 2 === 0) {
    await applyPlan(root, await planEdits(root, demoRecipe))
    expect(await treeState(root, demoRecipe)).toMatchObject({ state: 'applied', modified: [] })
    expect(contents()).toEqual({ old: false, new: true })
  }
  await mend()
  return found.state
}

async function mend(): Promise<void> {
  await revertTree(root)
  expect(await treeState(root, demoRecipe)).toEqual({ state: 'clean' })
  expect(contents()).toEqual({ old: true, new: false })
}

/** Whether every planned file is as before, and whether every one is as apply makes it. */
function contents(): { old: boolean; new: boolean } {
  const is = (path: string, content: Uint8Array) =>
    existsSync(join(root, path)) && Buffer.compare(readFileSync(join(root, path)), content) === 0
  return {
    old:
      plan.files.every(({ path, oldContent }) => is(path, oldContent)) &&
      plan.newFiles.every(({ path }) => !existsSync(join(root, path))),
    new:
      plan.files.every(({ path, newContent }) => is(path, newContent)) &&
      plan.newFiles.every(({ path, content }) => is(path, content)),
  }
}

/** Kind, permissions, owner, size, time and name of everything in a tree, times of directories left out, as one digest. */
function listingOf(tree: string): string {
  const format = ['-type', 'd', '-printf', '%P %y %m\\n', '-o', '-printf', '%P %y %m %u %g %s %T@ %l\\n']
  const listing = execFileSync('find', [tree, ...format], { maxBuffer: 1 << 28, encoding: 'utf8' })
  return createHash('sha256').update(listing.split('\n').sort().join('\n')).digest('hex')
}

/** Kind and name of everything in a tree, as one digest. */
const namesOf = (tree: string): string =>
  createHash('sha256')
    .update(
      execFileSync('find', [tree, '-printf', '%P %y\\n'], { maxBuffer: 1 << 28, encoding: 'latin1' })
        .split('\n')
        .sort()
        .join('\n'),
    )
    .digest('hex')

/** SHA-256 over the content of every file of a tree. */
function sumsOf(tree: string): string {
  const command = 'find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum'
  return execFileSync('sh', ['-c', command], { cwd: tree, encoding: 'utf8' })
}
