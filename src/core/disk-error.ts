// SPDX-License-Identifier: GPL-2.0-only
import { ToolError } from './errors.js'

const REASONS: Readonly<Record<string, readonly [reason: string, hint?: string]>> = {
  ENOSPC: ['the disk is full', 'free some space and run it again'],
  EDQUOT: ['the disk quota is used up', 'free some space and run it again'],
  EROFS: ['the file system is read-only', 'copy the tree to where you can write'],
  EACCES: ['permission denied', 'run it as the owner of the tree, or copy the tree'],
  EPERM: ['not permitted', 'run it as the owner of the tree, or copy the tree'],
  EIO: ['input or output error'],
}

/** What the disk refused, in one line. */
export function diskError(name: string, path: string, cause: unknown): ToolError {
  if (cause instanceof ToolError) return cause
  const { code, message } = cause as NodeJS.ErrnoException
  const [reason, hint] = refusal(code) ?? [message]
  return new ToolError(`cannot ${name} ${path}: ${reason}`, { cause, hint })
}

/**
 * What a system call was refused, as an error of ours: a full disk is no bug. Undefined for anything else that may be
 * thrown.
 */
export function refusedCall(error: unknown): ToolError | undefined {
  if (!(error instanceof Error) || error instanceof ToolError) return undefined
  const { code, path, syscall } = error as NodeJS.ErrnoException
  const [reason, hint] = refusal(code) ?? []
  if (reason === undefined || syscall === undefined) return undefined
  // What else may be done about it depends on what it was for.
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new ToolError(`${path ?? syscall}: ${reason}`, { cause: error, hint: isFull ? hint : undefined })
}

const refusal = (code: string | undefined) =>
  code !== undefined && Object.hasOwn(REASONS, code) ? REASONS[code] : undefined
