// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hostArchitecture } from '../arch/architectures.js'
import { x86_64 } from '../arch/x86-64.js'
import { readCpio } from '../formats/cpio/testing/read-cpio.js'
import { buildInitramfs } from './initramfs.js'

const arch = hostArchitecture() ?? x86_64
const cacheDir = await mkdtemp(join(tmpdir(), 'kcarve-cache-'))

test('the guest has its console, its shell, and the checks and programs of its parts', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-part-'))
  for (const folder of ['checks', 'dumps', 'hello']) await mkdir(join(directory, folder))
  await writeFile(join(directory, 'checks/greets.sh'), '/kcarve/hello\n')
  await writeFile(join(directory, 'hello/hello.c'), 'int main(void) { return 0; }\n')
  const bytes = await buildInitramfs({ arch, cacheDir, parts: [{ directory, programs: ['hello'] }] })
  const entries = new Map(readCpio(bytes).map(entry => [entry.path, entry]))
  expect(entries.get('dev/console')).toMatchObject({ type: 'chardev', major: 5, minor: 1 })
  for (const path of [
    'init',
    'bin/busybox',
    'kcarve/hello',
    'kcarve/checks/greets.sh',
    'kcarve/dumps/dmesg.sh',
  ]) {
    expect(entries.get(path), path).toMatchObject({ type: 'file', mode: 0o755 })
  }
})

test('modules are added, and the way back to the tree is not', async () => {
  const modulesRoot = await mkdtemp(join(tmpdir(), 'kcarve-modules-'))
  const home = join(modulesRoot, 'lib/modules/6.12.117')
  await mkdir(join(home, 'kernel/crypto'), { recursive: true })
  await writeFile(join(home, 'kernel/crypto/serpent.ko'), 'ko')
  await symlink('/usr/src/linux', join(home, 'build'))
  const paths = readCpio(await buildInitramfs({ arch, cacheDir, modulesRoot })).map(entry => entry.path)
  expect(paths).toContain('lib/modules/6.12.117/kernel/crypto/serpent.ko')
  expect(paths).not.toContain('lib/modules/6.12.117/build')
})

test('an extra entry wins, and the same inputs give the same bytes', async () => {
  const extra = [{ type: 'file' as const, path: 'init', data: Buffer.from('mine') }]
  const bytes = await buildInitramfs({ arch, cacheDir, extra })
  const inits = readCpio(bytes).filter(entry => entry.path === 'init')
  expect(inits).toMatchObject([{ data: Buffer.from('mine') }])
  const again = await buildInitramfs({ arch, cacheDir, extra })
  expect(Buffer.compare(again, bytes)).toBe(0)
})
