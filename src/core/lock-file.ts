// SPDX-License-Identifier: GPL-2.0-only
import { lstat, readFile, readlink, rm, symlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { diskError } from './disk-error.js'
import { ToolError } from './errors.js'

/**
 * Who holds a lock. A lock is a symlink whose target is this, its words in this order: that appears whole or not at all,
 * and where a disk is full, so that a tree can still be reverted there.
 */
export interface LockHolder {
  /** The command, a word. */
  readonly doing: string
  readonly pid: number
  /** Clock ticks since boot, as in /proc/PID/stat, which tells a process from a later one with its number. */
  readonly startTime: string
  /** First digits of the boot's identity. */
  readonly bootId: string
  readonly pidNamespace: string
  readonly host: string
  /** ISO 8601; the symlink's own time. */
  readonly since: string
}

export interface LockOptions {
  /** Where the work is, for the message: `on this tree`. */
  readonly where: string
  /** Makes the directory of the lock, which another holder may remove at any time. */
  readonly makeDirectory?: (() => Promise<void>) | undefined
  /** Milliseconds to wait for another holder; none by default. */
  readonly patienceMs?: number | undefined
}

/**
 * Takes the lock at that path. Throws ToolError, saying who holds it, when another process does. The lock of a process that has
 * ended is taken over.
 */
export async function takeLock(lock: string, doing: string, options: LockOptions): Promise<void> {
  const mine = await describeMyself(doing)
  const end = performance.now() + (options.patienceMs ?? 0)
  for (let attempt = 0; attempt < 20; ) {
    await options.makeDirectory?.()
    if (await create(lock, mine)) return
    const holder = await readHolder(lock)
    if (holder !== undefined && !(await hasEnded(holder))) {
      if (performance.now() >= end) throw heldBy(lock, holder, options.where)
      await setTimeout(20)
      continue
    }
    await removeStale(lock, mine)
    await setTimeout(attempt++)
  }
  throw new ToolError(`cannot lock: ${lock} keeps coming back`)
}

/** The live process that holds the lock, if any. */
export async function liveHolder(lock: string): Promise<LockHolder | undefined> {
  const holder = await readHolder(lock)
  return holder === undefined || (await hasEnded(holder)) ? undefined : holder
}

/** False when it is there already. */
async function create(lock: string, me: LockHolder): Promise<boolean> {
  const target = [me.doing, me.pid, me.startTime, me.bootId, me.pidNamespace, me.host].join(' ')
  return symlink(target, lock).then(
    () => true,
    (cause: NodeJS.ErrnoException) => {
      // ENOENT: the previous holder removed the whole directory just now.
      if (cause.code === 'EEXIST' || cause.code === 'ENOENT') return false
      throw diskError('write', lock, cause)
    },
  )
}

/** Removes a dead process's lock under a lock of its own, so that of two who find it dead only one takes over. */
async function removeStale(lock: string, mine: LockHolder): Promise<void> {
  const guard = `${lock}.takeover`
  if (!(await create(guard, mine))) {
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
  const target = await readlink(lock).catch(ignoreOdd)
  const entry = await lstat(lock).catch(ignoreOdd)
  if (target === undefined || entry === undefined) return undefined
  const [doing = '', pid, startTime = '', bootId = '', pidNamespace = '', ...host] = target.split(' ')
  return {
    doing: /^[a-z]{1,20}$/.test(doing) ? doing : 'run',
    pid: Number(pid),
    startTime,
    bootId,
    pidNamespace,
    host: host.join(' '),
    since: entry.mtime.toISOString(),
  }
}

/** What is no symlink was not made by us, and is nobody's. */
function ignoreOdd(error: unknown): undefined {
  const { code = '' } = error as NodeJS.ErrnoException
  if (!['EINVAL', 'ENOENT', 'ENOTDIR'].includes(code)) throw error
}

async function hasEnded(holder: LockHolder): Promise<boolean> {
  const me = await describeMyself(holder.doing)
  if (holder.host !== me.host) return false
  if (holder.bootId !== me.bootId) return true
  if (holder.pidNamespace !== me.pidNamespace) return false
  return (await startTimeOf(holder.pid)) !== holder.startTime
}

function heldBy(lock: string, { doing, pid, host, since }: LockHolder, where: string): ToolError {
  return new ToolError(`another ${doing} is working ${where}: process ${pid} on ${host}, since ${since}`, {
    hint: `wait for it; if it is gone for certain, remove ${lock}`,
  })
}

async function describeMyself(doing: string): Promise<LockHolder> {
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')
  const pidNamespace = await readlink('/proc/self/ns/pid').catch(() => '')
  return {
    doing,
    pid: process.pid,
    startTime: await startTimeOf(process.pid),
    bootId: bootId.slice(0, 8),
    pidNamespace: pidNamespace.replace(/\D/g, ''),
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
