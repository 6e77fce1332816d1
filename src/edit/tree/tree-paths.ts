// SPDX-License-Identifier: GPL-2.0-only
import { lstat, realpath, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize, relative, sep } from 'node:path'
import { ToolError } from '../../core/errors.js'

/** The tree's absolute path, symlinks resolved. Throws ToolError when it is not a directory. */
export async function resolveRoot(root: string): Promise<string> {
  const real = await realpath(root).catch(cause => {
    throw new ToolError(`${root}: no such directory`, { cause })
  })
  if (!(await stat(real)).isDirectory()) throw new ToolError(`${root} is not a directory`)
  return real
}

/**
 * The file's path relative to the (resolved) tree, symlinks resolved, or undefined when there is none.
 * Throws ToolError when it is outside the tree or not a regular file.
 */
export async function resolveFile(root: string, path: string): Promise<string | undefined> {
  const real = await realpath(join(root, checked(path))).catch(ignoreMissing)
  if (real === undefined) return undefined
  const inside = relative(root, real)
  if (isOutside(inside)) throw new ToolError(`${path} is a symlink to ${real}, outside the tree`)
  if (!(await stat(real)).isFile()) throw new ToolError(`${path} is not a regular file`)
  return inside
}

/**
 * Directories, outermost first, that a new file needs and the tree lacks. Throws ToolError when the path leads outside
 * the tree or something that is not a directory is in its way.
 */
export async function missingDirectories(root: string, path: string): Promise<string[]> {
  const missing: string[] = []
  for (let directory = dirname(checked(path)); directory !== '.'; directory = dirname(directory)) {
    const real = await realpath(join(root, directory)).catch(ignoreMissing)
    if (real === undefined) {
      missing.unshift(directory)
      continue
    }
    if (isOutside(relative(root, real))) {
      throw new ToolError(`${path}: ${directory} is a symlink to ${real}, outside the tree`)
    }
    if (!(await stat(real)).isDirectory()) throw new ToolError(`${path}: ${directory} is not a directory`)
    break
  }
  return missing
}

/** Whether a directory has an entry of the path's name, be it a symlink that leads nowhere. Throws when that cannot be told. */
export async function hasEntry(path: string): Promise<boolean> {
  return (await lstat(path).catch(ignoreMissing)) !== undefined
}

/** For `catch`: undefined when there is no such file, every other error as it is. */
export function ignoreMissing(error: unknown): undefined {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
  throw error
}

/** Whether a relative path leads to something below where it starts, symlinks apart. */
export const isInside = (path: string): boolean =>
  path !== '' && !path.includes('\0') && !isOutside(normalize(path))

function checked(path: string): string {
  if (!isInside(path)) throw new Error(`Not a path inside a tree: ${path}`)
  return normalize(path)
}

const isOutside = (path: string) => path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)
