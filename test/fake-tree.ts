// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What kbuild is asked to do after configuration, before it has made image and vmlinux; `$(O)` is the build directory. */
const makefile = (bzImage: string) => `VERSION = 6
PATCHLEVEL = 12
SUBLEVEL = 1
allnoconfig:
	@echo CONFIG_TINY=y > $(KCONFIG_CONFIG)
olddefconfig:
	@true
bzImage:
${bzImage
  .trim()
  .split('\n')
  .map(line => `\t@${line.trim()}\n`)
  .join('')}\t@mkdir -p $(O)/arch/x86/boot; touch $(O)/arch/x86/boot/bzImage $(O)/vmlinux
`

/** A directory that passes for a kernel tree, whose makefile does as kbuild does, in no time; gives the tree and a config. */
export async function fakeTree(
  directory: string,
  bzImage: string,
): Promise<{ tree: string; config: string }> {
  const tree = join(directory, 'tree')
  const files = {
    Makefile: makefile(bzImage),
    Kbuild: 'obj-y += main.o\n',
    Kconfig: '',
    'scripts/Makefile.build': '',
    'init/main.c': '',
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(tree, path)), { recursive: true })
    await writeFile(join(tree, path), text)
  }
  const config = join(directory, 'x.config')
  await writeFile(config, 'CONFIG_TINY=y\n')
  return { tree, config }
}

/** A program on the path of a test. */
export async function script(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `#!/bin/sh\n${text}\n`)
  await chmod(path, 0o755)
  return path
}
