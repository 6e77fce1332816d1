// SPDX-License-Identifier: GPL-2.0-only
import { execFile, spawnSync } from 'node:child_process'
import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, test } from 'vitest'
import { chosenToolchain, inRoot, toolchainIdentity } from '../../src/chain/matrix/toolchain.js'
import { scratch } from '../../src/formats/testing/scratch.js'

// A toolchain with a root of its own: a distribution of busybox, a compiler and a linker.
const run = promisify(execFile)
const dir = scratch()
const root = join(dir, 'root')
const work = join(dir, 'work')
const { signal } = new AbortController()
// A container may not let its root make namespaces.
const canEnter = spawnSync('bwrap', ['--ro-bind', '/', '/', '--unshare-pid', 'true']).status === 0

beforeAll(async () => {
  await mkdir(join(root, 'usr/bin'), { recursive: true })
  await mkdir(join(root, 'etc'))
  await mkdir(work)
  await copyFile('/bin/busybox', join(root, 'usr/bin/busybox'))
  for (const name of ['sh', 'cat', 'ls', 'touch']) await symlink('busybox', join(root, 'usr/bin', name))
  await symlink('usr/bin', join(root, 'bin'))
  await writeFile(join(root, 'etc/os-release'), 'ID=other\n')
  for (const name of ['gcc', 'ld']) {
    await writeFile(join(root, 'usr/bin', name), `#!/bin/sh\necho "other ${name} 99.1"\necho more\n`)
    await chmod(join(root, 'usr/bin', name), 0o755)
  }
})

const inside = async (script: string) => {
  const [file = '', ...args] = await inRoot(['sh', '-c', script], { root, binds: [work], reads: [] })
  return run(file, args, { cwd: work })
}

test.skipIf(!canEnter)('a toolchain with a root is the compiler and linker in it', async () => {
  const chosen = await chosenToolchain({ name: 'other', use: 'gcc', root }, dir)
  expect(await toolchainIdentity(chosen, 'x86_64', signal)).toBe('other gcc 99.1, other ld 99.1')
  expect(await toolchainIdentity({ ...chosen, root: undefined }, 'x86_64', signal)).toMatch(
    /^gcc .*, GNU ld /,
  )
  const llvm = toolchainIdentity({ ...chosen, llvm: '19' }, 'x86_64', signal)
  await expect(llvm).rejects.toThrow(`clang-19 is not installed in ${root}`)
})

test('a directory that is no root is refused', async () => {
  const chosen = (of: string) => chosenToolchain({ name: 'other', use: 'gcc', root: of }, dir)
  await expect(chosen('work')).rejects.toThrow('work is not the root of a distribution: it has no usr/')
  await expect(chosen('nowhere')).rejects.toThrow('nowhere is not the root of a distribution')
})

test.skipIf(!canEnter)('a command in it sees its files, and can write only what it is given', async () => {
  expect((await inside('cat /etc/os-release')).stdout).toBe('ID=other\n')
  await inside(`touch ${join(work, 'made')}`)
  expect(await readFile(join(work, 'made'), 'utf8')).toBe('')
  await expect(inside('touch /usr/bin/more')).rejects.toThrow('Read-only file system')
  await expect(inside(`ls ${join(root, 'etc')}`)).rejects.toThrow('No such file or directory')
})
