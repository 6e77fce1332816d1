// SPDX-License-Identifier: GPL-2.0-only
import { lstat, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { moduleContracts } from '../../features/registry.js'
import { keepOwnOptions, withOptionsOf } from './own-options.js'

/** One that is a module's own. */
const OPTION = moduleContracts.flatMap(({ sources }) => sources.options)[0] ?? ''
const autoconf = (version: string, more = '') => `#define CONFIG_${OPTION} "${version}"\n${more}`
const AUTOCONF = 'include/generated/autoconf.h'

test('the version is that of the module, and all else that of the kernel', () => {
  const own = autoconf('1.0', '#define CONFIG_CRYPTO 1\n')
  expect(withOptionsOf(own, autoconf('2.0', '#define CONFIG_SMP 1\n'), [OPTION])).toBe(
    `#define CONFIG_SMP 1\n#define CONFIG_${OPTION} "1.0"\n`,
  )
  expect(withOptionsOf(own, '#define CONFIG_SMP 1\n', ['CRYPTO'])).toBe(
    '#define CONFIG_SMP 1\n#define CONFIG_CRYPTO 1\n',
  )
})

test('the headers of the kernel are not written to, though they are linked', async () => {
  const work = await mkdtemp(join(tmpdir(), 'kcarve-options-'))
  for (const [root, version] of [
    ['archive/build', '1.0'],
    ['kernel', '2.0'],
  ] as const) {
    await mkdir(join(work, root, 'include/generated'), { recursive: true })
    await writeFile(join(work, root, AUTOCONF), autoconf(version))
  }
  await writeFile(join(work, 'kernel/include/generated/other.h'), '')
  await mkdir(join(work, 'laid-out'))
  await symlink(join(work, 'kernel/include'), join(work, 'laid-out/include'))
  await keepOwnOptions(join(work, 'laid-out'), join(work, 'archive'))
  expect(await readFile(join(work, 'laid-out', AUTOCONF), 'utf8')).toBe(autoconf('1.0'))
  expect(await readFile(join(work, 'kernel', AUTOCONF), 'utf8')).toBe(autoconf('2.0'))
  const other = await lstat(join(work, 'laid-out/include/generated/other.h'))
  expect(other.isSymbolicLink()).toBe(true)
})
