// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { x86_64 } from '../arch/x86-64.js'
import { scratch } from '../formats/testing/scratch.js'
import { probeTree } from '../kernel/index.js'
import { buildPackages } from './build-packages.js'

// As dpkg-buildpackage leaves them: beside the build directory, and listed in it.
const MAKEFILE = `VERSION = 6
PATCHLEVEL = 12
bindeb-pkg:
	@mkdir -p $(O)/debian
	@echo "linux-image-6.12_1_amd64.deb kernel optional" > $(O)/debian/files
	@echo "linux-upstream_1_amd64.buildinfo kernel optional" >> $(O)/debian/files
	@cd $(O)/.. && echo $(O) | tee linux-image-6.12_1_amd64.deb linux-upstream_1_amd64.buildinfo linux-upstream_1_amd64.changes
`

const REFUSING = `VERSION = 7
PATCHLEVEL = 2
bindeb-pkg:
	@echo "dpkg-checkbuilddeps: error: Unmet build dependencies: libdw-dev:native libssl-dev (>= 3)"; exit 3
`

async function treeWith(root: string, makefile: string) {
  const files = {
    Makefile: makefile,
    Kbuild: '',
    Kconfig: '',
    'scripts/Makefile.build': '',
    'init/main.c': '',
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return probeTree(root)
}

test('what the packages of a tree need and the machine lacks is named with the line that installs it', async () => {
  const directory = scratch()
  const tree = await treeWith(join(directory, 'tree'), REFUSING)
  await mkdir(join(directory, 'obj'))
  await expect(buildPackages({ tree, objtree: join(directory, 'obj'), arch: x86_64 })).rejects.toMatchObject({
    code: 3,
    hint: 'apt-get install libdw-dev libssl-dev',
  })
})

test('packages of two builds with one name do not overwrite each other, and lie in the build', async () => {
  const directory = scratch()
  const tree = await treeWith(join(directory, 'tree'), MAKEFILE)
  const builds = join(directory, 'builds')
  const make = (name: string) => buildPackages({ tree, objtree: join(builds, name), arch: x86_64 })
  await mkdir(join(builds, 'stock/packages'), { recursive: true })
  await writeFile(join(builds, 'stock/packages/linux-image-6.11_1_amd64.deb'), '')
  for (const name of ['stock', 'carved'])
    expect(await make(name)).toEqual([join(builds, name, 'packages/linux-image-6.12_1_amd64.deb')])
  expect((await readdir(join(builds, 'stock/packages'))).sort()).toEqual([
    'linux-image-6.12_1_amd64.deb',
    'linux-upstream_1_amd64.buildinfo',
    'linux-upstream_1_amd64.changes',
  ])
  expect((await readdir(builds)).sort()).toEqual(['carved', 'stock'])
})
