// SPDX-License-Identifier: GPL-2.0-only
import { chown, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ToolError } from '../core/errors.js'
import { describeRecipe } from './describe-recipe.js'
import type { EditPlan, FilePlan, NewFilePlan } from './plan.js'
import { openTreeDisk, recover, type TreeOptions } from './recover.js'
import type { Disk } from './tree/disk.js'
import { withLock } from './tree/lock.js'
import {
  digestOf,
  originalPath,
  type PhasedRecord,
  readRecords,
  recordDirectory,
  recordPath,
  stagedPath,
  statePath,
  type TreeRecord,
} from './tree/record.js'
import { hasEntry, ignoreMissing, missingDirectories, resolveRoot } from './tree/tree-paths.js'

export interface ApplyResult {
  /** already applied: every edit was in place. nothing to do: this tree needs none. Neither writes anything. */
  readonly state: 'applied' | 'already applied' | 'nothing to do'
  /** Existing files that were changed. */
  readonly files: readonly string[]
  readonly newFiles: readonly string[]
  /** An operation that had been cut off before, and was undone first. */
  readonly undone?: 'apply' | 'revert' | undefined
}

/**
 * Makes the edits of a plan, all or none. Everything is written aside and recorded first, then renamed into place; cut
 * off anywhere, the next apply, revert or recover takes back what was done. Throws ToolError, the tree being as it was,
 * when it has changed since it was planned, when another recipe or version is applied, or when the disk refuses.
 */
export async function applyPlan(
  root: string,
  plan: EditPlan,
  options: TreeOptions = {},
): Promise<ApplyResult> {
  const tree = await resolveRoot(root)
  if (tree !== plan.root) throw new Error(`The plan is for ${plan.root}`)
  const work = workOf(plan)
  if (work.files.length + work.newFiles.length === 0) {
    const own = await recordOf(tree, plan)
    const isThis = own?.phase === 'applied' && describeRecipe(own.record) === describeRecipe(plan)
    if (own === undefined || isThis) return done(isEmpty(plan) ? 'nothing to do' : 'already applied', work)
  }
  const disk = await openTreeDisk(tree, options)
  return withLock(tree, 'apply', async () => {
    const { undone } = await recover(tree, disk)
    await refuseOther(tree, plan)
    try {
      await refuseStale(tree, work)
      await makeEdits(tree, plan, work, disk)
    } catch (cause) {
      await undo(tree, disk, cause)
    }
    return { ...done('applied', work), undone }
  })
}

interface Work {
  readonly files: readonly FilePlan[]
  readonly newFiles: readonly NewFilePlan[]
}

const workOf = ({ files, newFiles }: EditPlan): Work => ({
  files: files.filter(({ oldContent, newContent }) => Buffer.compare(oldContent, newContent) !== 0),
  newFiles: newFiles.filter(({ state }) => state === 'to do'),
})

const isEmpty = ({ files, newFiles }: EditPlan): boolean => files.length + newFiles.length === 0

const done = (state: ApplyResult['state'], { files, newFiles }: Work): ApplyResult => {
  const made = state === 'applied'
  return {
    state,
    files: made ? files.map(({ path }) => path) : [],
    newFiles: made ? newFiles.map(({ path }) => path) : [],
  }
}

const recordOf = async (root: string, { recipe }: EditPlan): Promise<PhasedRecord | undefined> =>
  (await readRecords(root)).find(({ record }) => record.recipe === recipe)

async function refuseOther(root: string, plan: EditPlan): Promise<void> {
  const own = await recordOf(root, plan)
  if (own === undefined) return
  const [there, wanted] = [describeRecipe(own.record), describeRecipe(plan)]
  throw new ToolError(
    there === wanted
      ? `${wanted} is applied already, but its files have changed since`
      : `${there} is applied already, not ${wanted}`,
    { hint: 'revert the tree first' },
  )
}

async function refuseStale(root: string, { files, newFiles }: Work): Promise<void> {
  for (const { path, oldContent } of files) {
    const current = await readFile(join(root, path)).catch(ignoreMissing)
    if (current === undefined || Buffer.compare(current, oldContent) !== 0) {
      throw new ToolError(`${path} has changed since the edits were planned`, { hint: 'run it again' })
    }
  }
  for (const { path } of newFiles) {
    if (await hasEntry(join(root, path)))
      throw new ToolError(`${path} exists already`, { hint: 'run it again' })
  }
}

async function makeEdits(root: string, plan: EditPlan, work: Work, disk: Disk): Promise<void> {
  const record = await newRecord(root, plan, work)
  const home = recordDirectory(root, plan.recipe)
  await stage(root, work, { record, home }, disk)
  await disk.write(`${recordPath(home, 'applying')}.new`, Buffer.from(JSON.stringify(record, null, 1)), {
    mode: 0o644,
  })
  await disk.rename(`${recordPath(home, 'applying')}.new`, recordPath(home, 'applying'))
  await disk.sync(home)

  for (const directory of record.directories) await disk.makeDirectory(join(root, directory))
  for (const [index, { path }] of work.newFiles.entries()) {
    await disk.rename(stagedPath(home, `new-${index}`), join(root, path))
  }
  for (const [index, { path }] of work.files.entries()) {
    await disk.rename(stagedPath(home, `${index}`), join(root, path))
  }
  const paths = [...work.newFiles, ...work.files].map(({ path }) => dirname(join(root, path)))
  for (const directory of new Set(paths)) await disk.sync(directory)

  await disk.rename(recordPath(home, 'applying'), recordPath(home, 'applied'))
  // It is done; what fails from here on costs nothing but an empty directory until the next run.
  await disk.sync(home).catch(() => undefined)
  await disk.removeAll(join(home, 'staged')).catch(() => undefined)
}

async function newRecord(root: string, plan: EditPlan, work: Work): Promise<TreeRecord> {
  const { recipe, version, parameters } = plan
  const seen = new Map<string, number>()
  const files = work.files.map(({ path, oldContent, newContent }) => {
    const oldDigest = digestOf(oldContent)
    const nth = seen.get(oldDigest) ?? 0
    seen.set(oldDigest, nth + 1)
    return {
      path,
      oldDigest,
      newDigest: digestOf(newContent),
      original: nth === 0 ? oldDigest : `${oldDigest}-${nth}`,
    }
  })
  const directories = new Set<string>()
  for (const { path } of work.newFiles) {
    for (const directory of await missingDirectories(root, path)) directories.add(directory)
  }
  return {
    format: 1,
    recipe,
    version,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, words]) => [name, [...words]])),
    startedAt: new Date().toISOString(),
    files,
    newFiles: work.newFiles.map(({ path, content }) => ({ path, digest: digestOf(content) })),
    directories: [...directories],
    layer: 1 + Math.max(0, ...(await readRecords(root)).map(({ record }) => record.layer)),
  }
}

/** Writes all new contents and saves all originals beside the record, where they do no harm. */
async function stage(
  root: string,
  work: Work,
  { record, home }: { readonly record: TreeRecord; readonly home: string },
  disk: Disk,
): Promise<void> {
  await giveStateDirectory(root)
  if (!(await hasEntry(statePath(root, '.gitignore')))) {
    await disk.write(statePath(root, '.gitignore'), Buffer.from('*\n'), { mode: 0o644 })
  }
  await disk.makeDirectory(home)
  await disk.makeDirectory(join(home, 'staged'))
  await disk.makeDirectory(join(home, 'originals'))
  for (const [index, { content, mode }] of work.newFiles.entries()) {
    await disk.write(stagedPath(home, `new-${index}`), content, { mode })
  }
  for (const [index, { path, newContent }] of work.files.entries()) {
    const { mode, uid, gid } = await stat(join(root, path))
    await disk.write(stagedPath(home, `${index}`), newContent, { mode: mode & 0o7777, owner: { uid, gid } })
  }
  for (const { path, original } of record.files) {
    await disk.save(join(root, path), originalPath(home, original))
  }
  await disk.sync(join(home, 'originals'))
  await disk.sync(join(home, 'staged'))
  await disk.sync(statePath(root))
}

async function giveStateDirectory(root: string): Promise<void> {
  if (process.geteuid?.() !== 0) return
  const { uid, gid } = await stat(root)
  await chown(statePath(root), uid, gid).catch(() => undefined)
}

async function undo(root: string, disk: Disk, cause: unknown): Promise<never> {
  try {
    await recover(root, disk)
  } catch (failure) {
    const [first, second] = [cause, failure].map(error => (error as Error).message)
    throw new ToolError(`${first}; and it could not be undone: ${second}`, {
      cause: new AggregateError([cause, failure]),
      hint: 'mend that, then revert the tree',
    })
  }
  if (!(cause instanceof ToolError)) throw cause
  const { hint, code } = cause
  throw new ToolError(`${cause.message}; the tree is as it was`, {
    cause,
    code,
    hint,
  })
}
