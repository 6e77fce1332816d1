// SPDX-License-Identifier: GPL-2.0-only
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, readlink, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { ToolError } from '../../core/errors.js'
import { diskError } from './disk.js'
import { STATE_DIRECTORY, statePath } from './record.js'
import { absent } from './tree-paths.js'

const holderSchema = z.object({
  doing: z.enum(['apply', 'revert']),
  pid: z.number(),
  /** Clock ticks since boot, as in /proc/PID/stat, which tells a process from a later one with its number. */
  startTime: z.string(),
  bootId: z.string(),
  pidNamespace: z.string(),
  host: z.string(),
  /** ISO 8601. */
  since: z.string(),
})

export type LockHolder = z.infer<typeof holderSchema>

/**
 * Runs the work with the tree locked; its state directory exists meanwhile. Throws ToolError, saying who holds the lock,
 * when another process does. The lock of a process that has ended is taken over.
 */
export async function withLock<T>(
  root: string,
  doing: LockHolder['doing'],
  work: () => Promise<T>,
): Promise<T> {
  const lock = statePath(root, 'lock')
  const mine = JSON.stringify(await describeMyself(doing))
  try {
    await acquire(root, lock, mine)
    try {
      return await work()
    } finally {
      await rm(lock, { force: true })
    }
  } finally {
    // Stays when it holds something.
    await rmdir(statePath(root)).catch(() => undefined)
  }
}

/** The live process that works on the tree, if any. */
export async function readLockHolder(root: string): Promise<LockHolder | undefined> {
  const holder = await readHolder(statePath(root, 'lock'))
  return holder === undefined || (await hasEnded(holder)) ? undefined : holder
}

async function acquire(root: string, lock: string, mine: string): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    await makeStateDirectory(root)
    if (await createWhole(lock, mine)) return
    const holder = await readHolder(lock)
    if (holder !== undefined && !(await hasEnded(holder))) throw heldBy(lock, holder)
    await removeStale(lock, mine)
    await setTimeout(attempt)
  }
  throw new ToolError(`cannot lock the tree: ${lock} keeps coming back`)
}

async function makeStateDirectory(root: string): Promise<void> {
  const directory = statePath(root)
  await mkdir(directory).catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') {
      throw diskError('write in', root, cause)
    }
    if (!(await stat(directory)).isDirectory())
      throw new ToolError(`${STATE_DIRECTORY} is in the way`, { cause })
  })
}

/** Makes a file appear with its content at once; false when it is there already. */
async function createWhole(path: string, content: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`
  try {
    await writeFile(temporary, content, { flag: 'wx' })
    await link(temporary, path)
    return true
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    // ENOENT: the previous holder removed the whole state directory just now.
    if (code === 'EEXIST' || code === 'ENOENT') return false
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EMLINK') return createInPlace(path, content)
    throw diskError('write', path, cause)
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/** For file systems without hard links. */
async function createInPlace(path: string, content: string): Promise<boolean> {
  return writeFile(path, content, { flag: 'wx' }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return false
      throw diskError('write', path, error)
    },
  )
}

/** Removes a dead process's lock under a lock of its own, so that of two who find it dead only one takes over. */
async function removeStale(lock: string, mine: string): Promise<void> {
  const guard = `${lock}.takeover`
  if (!(await createWhole(guard, mine))) {
    const other = await readHolder(guard)
    if (other !== undefined && (await hasEnded(other))) await rm(guard, { force: true })
    return
  }
  try {
    const holder = await readHolder(lock)
    if (holder === undefined || (await hasEnded(holder))) await rm(lock, { force: true })
  } finally {
    await rm(guard, { force: true })
  }
}

async function readHolder(lock: string): Promise<LockHolder | undefined> {
  const text = await readFile(lock, 'utf8').catch(absent)
  if (text === undefined) return undefined
  try {
    return holderSchema.parse(JSON.parse(text))
  } catch {
    // Cut off by a full disk or a power failure: nobody holds it.
    return undefined
  }
}

async function hasEnded(holder: LockHolder): Promise<boolean> {
  const me = await describeMyself(holder.doing)
  if (holder.host !== me.host) return false
  if (holder.bootId !== me.bootId) return true
  if (holder.pidNamespace !== me.pidNamespace) return false
  return (await startTimeOf(holder.pid)) !== holder.startTime
}

function heldBy(lock: string, { doing, pid, host, since }: LockHolder): ToolError {
  return new ToolError(
    `another ${doing} is working on this tree: process ${pid} on ${host}, since ${since}`,
    {
      hint: `wait for it; if it is gone for certain, remove ${lock}`,
    },
  )
}

async function describeMyself(doing: LockHolder['doing']): Promise<LockHolder> {
  return {
    doing,
    pid: process.pid,
    startTime: await startTimeOf(process.pid),
    bootId: (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim(),
    pidNamespace: await readlink('/proc/self/ns/pid').catch(() => ''),
    host: hostname(),
    since: new Date().toISOString(),
  }
}

/** Field 22 of /proc/PID/stat (proc_pid_stat(5)); empty when there is no such process. A zombie has ended. */
async function startTimeOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? '' : (fields[19] ?? '')
}
