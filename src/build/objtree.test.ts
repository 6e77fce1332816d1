// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { scratch } from '../formats/testing/scratch.js'
import { buildIn, openBuild } from './objtree.js'

const directory = scratch()

async function put(path: string, text = ''): Promise<void> {
  await mkdir(dirname(join(directory, path)), { recursive: true })
  await writeFile(join(directory, path), text)
}

test('an image is enough to be booted, and a finished build has a vmlinux too', async () => {
  await put('obj/Makefile')
  const path = join(directory, 'obj')
  expect(await buildIn(path)).toBe(undefined)
  await expect(openBuild(path)).rejects.toThrow(`${path} holds no kernel that has been built`)
  await put('obj/arch/x86/boot/bzImage')
  await put('obj/include/config/kernel.release', '6.12.1\n')
  expect(await buildIn(path)).toMatchObject({
    release: '6.12.1',
    image: join(path, 'arch/x86/boot/bzImage'),
    arch: { name: 'x86_64' },
  })
  await expect(openBuild(path)).rejects.toThrow(`${path} is no finished build: vmlinux is not there`)
  await put('obj/vmlinux')
  expect(await openBuild(path)).toEqual(await buildIn(path))
})
