// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { x86_64 } from '../arch/x86-64.js'
import { CommandError, ToolError } from '../core/errors.js'
import { type KernelTree, probeTree } from '../kernel/index.js'
import { readConfigFragment } from '../kernel/read-config-file.js'
import { buildKernel } from './build-kernel.js'
import { type ConfigureOptions, configureKernel, RefusedOption } from './configure/index.js'
import type { BuildProgress } from './progress/object-progress.js'

// A makefile that answers as kbuild does: CONFIG_NEVER is an option that nothing can set.
const MAKEFILE = `VERSION = 6
PATCHLEVEL = 12
SUBLEVEL = 1
allnoconfig:
	@echo CONFIG_TINY=y > $(KCONFIG_CONFIG)
olddefconfig:
	@sed -i -e /NEVER/d $(KCONFIG_CONFIG)
bzImage:
	@mkdir -p $(O)/arch/x86/boot $(O)/include/config && touch $(O)/arch/x86/boot/bzImage $(O)/vmlinux
	@echo 6.12.1-test > $(O)/include/config/kernel.release
	@echo '  CC      init/main.o'; touch $(O)/.main.o.cmd
	@echo 'init/main.c:1:1: warning: something'
	@echo '  built for $(ARCH) at $(KBUILD_BUILD_TIMESTAMP)'
ifdef BROKEN
bzImage: broken
endif
broken:
	@echo 'init/main.c:1:1: error: nothing works'; false
`
const TOOLS = ['flex', 'bison', 'bc', 'perl']
let directory: string
let tree: KernelTree
let objtree: string

beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'kcarve-build-')))
  const root = join(directory, 'tree')
  const files = { Makefile: MAKEFILE, Kbuild: 'obj-y += main.o\n', Kconfig: '', 'scripts/Makefile.build': '' }
  for (const [path, text] of Object.entries({ ...files, 'init/main.c': '' })) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  tree = await probeTree(root)
  for (const tool of TOOLS) {
    await writeFile(join(directory, tool), '#!/bin/sh\n')
    await chmod(join(directory, tool), 0o755)
  }
  vi.stubEnv('PATH', `${process.env.PATH}:${directory}`)
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(directory, { recursive: true })
})
beforeEach(async () => {
  objtree = join(directory, 'build')
  await rm(objtree, { recursive: true, force: true })
})

const configure = (text: string, set: ConfigureOptions['set'] = {}) =>
  configureKernel({ tree, objtree, arch: x86_64, config: readConfigFragment(text, 'x.config'), set })
const build = (options: Partial<Parameters<typeof buildKernel>[0]> = {}) =>
  buildKernel({ tree, objtree, arch: x86_64, cacheDir: join(directory, 'cache'), ...options })

test('a fragment goes on top of tinyconfig, and what could not be set is listed', async () => {
  const { changed, unmet } = await configure('CONFIG_A=y\nCONFIG_NEVER=y\n')
  expect(changed).toBe(true)
  const because = { kind: 'gone', text: "this tree's Kconfig has no such option" }
  expect(unmet).toEqual([{ name: 'NEVER', wanted: 'y', got: 'n', because }])
  expect(await readFile(join(objtree, '.config'), 'utf8')).toBe('CONFIG_TINY=y\nCONFIG_A=y\n')
})

test('tinyconfig is that of the tree, of all its parts', async () => {
  for (const [path, text] of Object.entries({
    'kernel/configs/tiny.config': 'CONFIG_OF_ALL=y\n',
    'arch/x86/configs/tiny.config': 'CONFIG_OF_ARCH=y\n# CONFIG_TINY is not set\n',
  })) {
    await mkdir(dirname(join(tree.root, path)), { recursive: true })
    await writeFile(join(tree.root, path), text)
  }
  await configure('CONFIG_A=y\n')
  expect(await readFile(join(objtree, '.config'), 'utf8')).toBe(
    'CONFIG_OF_ALL=y\nCONFIG_OF_ARCH=y\n# CONFIG_TINY is not set\nCONFIG_A=y\n',
  )
  for (const directory of ['kernel', 'arch']) await rm(join(tree.root, directory), { recursive: true })
})

test('what a fragment has for other kernels is neither set nor listed', async () => {
  const { unmet } = await configure('CONFIG_A=y\n#if NEW\nCONFIG_NEVER=y\n#else\nCONFIG_OLD=y\n#endif\n')
  expect(unmet).toEqual([])
  expect(await readFile(join(objtree, '.config'), 'utf8')).toBe('CONFIG_TINY=y\nCONFIG_A=y\nCONFIG_OLD=y\n')
})

test('configuring again leaves .config untouched, unless it was edited', async () => {
  await configure('CONFIG_A=y\n')
  const before = (await stat(join(objtree, '.config'))).mtimeMs
  expect((await configure('CONFIG_A=y\n')).changed).toBe(false)
  expect((await stat(join(objtree, '.config'))).mtimeMs).toBe(before)
  await writeFile(join(objtree, '.config'), 'CONFIG_EDITED=y\n')
  expect((await configure('CONFIG_A=y\n')).changed).toBe(true)
  expect(await readFile(join(objtree, '.config'), 'utf8')).toContain('CONFIG_A=y')
})

test('a whole config does without tinyconfig', async () => {
  await configure('# Automatically generated file; DO NOT EDIT.\nCONFIG_B=y\n')
  expect(await readFile(join(objtree, '.config'), 'utf8')).not.toContain('CONFIG_TINY')
})

test('an option whose file is not there is overridden, and told', async () => {
  const text =
    '#\n# Automatically generated file; DO NOT EDIT.\n#\nCONFIG_SYSTEM_TRUSTED_KEYS="debian/certs/uefi.pem"\n'
  const wanted = 'debian/certs/uefi.pem'
  const told = { name: 'SYSTEM_TRUSTED_KEYS', wanted, is: '', because: `there is no ${wanted}` }
  for (let times = 0; times < 2; times++) {
    const { overridden, unmet, options } = await configure(text)
    expect(overridden).toEqual([told])
    expect(unmet).toEqual([])
    expect(options.get('SYSTEM_TRUSTED_KEYS')?.value).toBe('')
  }
  await mkdir(join(objtree, 'debian/certs'), { recursive: true })
  await writeFile(join(objtree, wanted), '')
  const { overridden, options } = await configure(text)
  expect([overridden, options.get('SYSTEM_TRUSTED_KEYS')?.value]).toEqual([[], wanted])
})

test('options that are set go on top of the config, and are not told as unmet', async () => {
  const { unmet } = await configure('CONFIG_A=y\nCONFIG_B=y\n', { B: 'n', C: 'y' })
  expect(unmet).toEqual([])
  expect(await readFile(join(objtree, '.config'), 'utf8')).toBe(
    'CONFIG_TINY=y\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_C=y\n',
  )
})

test('an option that has to be y and cannot is refused, and .config stays', async () => {
  await configure('CONFIG_A=y\n')
  const refusal = configure('CONFIG_B=y\n', { NEVER: 'y' })
  await expect(refusal).rejects.toBeInstanceOf(RefusedOption)
  await expect(refusal).rejects.toThrow('This config does not allow CONFIG_NEVER')
  expect(await readFile(join(objtree, '.config'), 'utf8')).toBe('CONFIG_TINY=y\nCONFIG_A=y\n')
})

test('a build tells what it made, and its progress', async () => {
  await configure('CONFIG_A=y\n')
  const seen: BuildProgress[] = []
  const result = await build({ onProgress: progress => seen.push(progress) })
  expect(result).toMatchObject({
    built: {
      objtree,
      srctree: tree.root,
      image: join(objtree, 'arch/x86/boot/bzImage'),
      vmlinux: join(objtree, 'vmlinux'),
      release: '6.12.1-test',
    },
    compiled: 1,
    warnings: ['init/main.c:1:1: warning: something'],
  })
  expect(seen).toEqual([
    { compiled: 1, present: 1, total: 1, isEstimate: true, isUpdate: false, current: 'CC init/main.o' },
  ])
  seen.length = 0
  await build({ onProgress: progress => seen.push(progress) })
  expect(seen[0]?.isEstimate).toBe(false)
})

test('a failed build shows the error, and names the log', async () => {
  await configure('CONFIG_A=y\n')
  const logPath = join(directory, 'build.log')
  const failure = build({ makeVars: { BROKEN: '1' }, logPath })
  await expect(failure).rejects.toBeInstanceOf(CommandError)
  await expect(failure).rejects.toMatchObject({ logPath, tail: ['init/main.c:1:1: error: nothing works'] })
})

test('no config, and a tree that was built in, are refused', async () => {
  await expect(build()).rejects.toThrow('has no .config')
  await writeFile(join(tree.root, '.config'), '')
  await expect(configure('CONFIG_A=y\n')).rejects.toBeInstanceOf(ToolError)
  await expect(configure('CONFIG_A=y\n')).rejects.toMatchObject({ hint: expect.stringContaining('mrproper') })
  await rm(join(tree.root, '.config'))
})
