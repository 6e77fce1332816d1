// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import pMap from 'p-map'

export interface GitTree {
  /** As git names a tree of these files: `git write-tree` after `git add --all --force` in a copy of it. */
  readonly digest: string
  readonly files: number
}

export interface GitTreeOptions {
  /** Absolute paths that are left out, with all that is below them. */
  readonly except: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/** Names all files below a directory by one digest, which anybody who has git can compute; it needs none. */
export async function gitTree(root: string, { except, signal }: GitTreeOptions): Promise<GitTree> {
  let files = 0
  const left = new Set(except)
  const treeOf = async (directory: string): Promise<Entry | undefined> => {
    signal?.throwIfAborted()
    const found = (await readdir(directory, { withFileTypes: true })).filter(
      ({ name }) => !left.has(join(directory, name)),
    )
    const read = await pMap(
      found,
      async entry => {
        const path = join(directory, entry.name)
        const made = entry.isDirectory() ? await treeOf(path) : await leafOf(path)
        if (made !== undefined && !entry.isDirectory()) files++
        return made && { ...made, name: Buffer.from(entry.name) }
      },
      { concurrency: AT_ONCE },
    )
    const entries = read.filter(entry => entry !== undefined).sort(inOrder)
    // git does not know empty directories.
    if (entries.length === 0) return undefined
    const lines = entries.flatMap(({ mode, name, digest }) => [
      Buffer.from(`${mode} `),
      name,
      Buffer.of(0),
      digest,
    ])
    return { mode: DIRECTORY, digest: object('tree', Buffer.concat(lines)) }
  }
  const tree = await treeOf(root)
  return { digest: (tree?.digest ?? object('tree', Buffer.of())).toString('hex'), files }
}

const AT_ONCE = 8

interface Entry {
  readonly mode: string
  readonly digest: Buffer
}

const DIRECTORY = '40000'

/** Undefined for what git does not keep, such as a FIFO. */
async function leafOf(path: string): Promise<Entry | undefined> {
  const found = await lstat(path)
  if (found.isSymbolicLink()) {
    return { mode: '120000', digest: object('blob', await readlink(path, 'buffer')) }
  }
  if (!found.isFile()) return undefined
  return {
    mode: (found.mode & 0o100) === 0 ? '100644' : '100755',
    digest: object('blob', await readFile(path)),
  }
}

const object = (type: 'blob' | 'tree', bytes: Buffer): Buffer =>
  createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest()

/** By the bytes of their names, in which those of directories end in a slash. */
const inOrder = (a: Named, b: Named): number => Buffer.compare(sortKey(a), sortKey(b))
type Named = Entry & { readonly name: Buffer }
const sortKey = ({ mode, name }: Named): Buffer =>
  mode === DIRECTORY ? Buffer.concat([name, Buffer.from('/')]) : name
