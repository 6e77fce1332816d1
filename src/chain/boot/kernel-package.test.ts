// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { exists } from '../../core/exists.js'
import { scratch } from '../../formats/testing/scratch.js'
import { isDebianPackage, withKernelPackage } from './kernel-package.js'

const base = scratch()
const { signal } = new AbortController()

/** A package of these files. */
function packageOf(name: string, ...files: string[]): string {
  const root = join(base, name)
  const control = `Package: ${name}\nVersion: 1\nArchitecture: all\nMaintainer: nobody <nobody@example.org>\nDescription: none\n`
  for (const [path, text] of [['DEBIAN/control', control], ...files.map(file => [file, file])] as const) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  execFileSync('dpkg-deb', ['-b', '-Znone', root, `${root}.deb`], { stdio: 'ignore' })
  return `${root}.deb`
}

const LISTS = ['modules.order', 'modules.builtin', 'modules.builtin.modinfo']
const modules = (home: string) => LISTS.map(list => `${home}/6.12.1/${list}`)

test('the kernel and the modules of a package are lent, with the indices of depmod', async () => {
  for (const [name, home] of [
    ['linux-image-own', 'lib/modules'],
    ['linux-image-merged', 'usr/lib/modules'],
  ] as const) {
    const path = packageOf(name, 'boot/vmlinuz-6.12.1', 'boot/config-6.12.1', ...modules(home))
    expect(await isDebianPackage(path)).toBe(true)
    const root = await withKernelPackage(path, signal, async kernel => {
      expect(readFileSync(kernel.image, 'utf8')).toBe('boot/vmlinuz-6.12.1')
      expect(await exists(join(kernel.root, 'lib/modules/6.12.1/modules.dep'))).toBe(true)
      return kernel.root
    })
    expect(await exists(root)).toBe(false)
  }
})

test('a package without a kernel, or with several, is refused by name', async () => {
  const headers = packageOf('linux-headers', 'usr/src/linux-headers-6.12.1/Makefile')
  await expect(withKernelPackage(headers, signal, async () => {})).rejects.toThrow(
    `${headers} is no package of a kernel: it has no /boot/vmlinuz-RELEASE with its modules`,
  )
  const two = packageOf('linux-image-two', 'boot/vmlinuz-1', 'boot/vmlinuz-2', ...modules('lib/modules'))
  await expect(withKernelPackage(two, signal, async () => {})).rejects.toThrow('is no package of a kernel')
})

test('a package that ends early is refused with what dpkg-deb says', async () => {
  const path = packageOf('linux-image-short', 'boot/vmlinuz-6.12.1', ...modules('lib/modules'))
  writeFileSync(path, readFileSync(path).subarray(0, -3000))
  await expect(withKernelPackage(path, signal, async () => {})).rejects.toThrow(
    new RegExp(`^${path} cannot be unpacked: .*unexpected end of file`),
  )
})

test('other files and directories are no packages', async () => {
  expect(await isDebianPackage(base)).toBe(false)
  expect(await isDebianPackage(join(base, 'missing'))).toBe(false)
  writeFileSync(join(base, 'short'), '!<arch>\n')
  expect(await isDebianPackage(join(base, 'short'))).toBe(false)
})
