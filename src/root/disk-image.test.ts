// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imageOfDirectory } from './disk-image.js'

test('a directory becomes a file system that holds its files', async () => {
  const work = await mkdtemp(join(tmpdir(), 'kcarve-image-'))
  const directory = join(work, 'from')
  await mkdir(join(directory, 'lib/modules'), { recursive: true })
  await writeFile(join(directory, 'lib/modules/list'), 'ctr\n')
  const image = join(work, 'disk.ext4')
  await imageOfDirectory({ directory, image, size: '16M' })
  const debugfs = (request: string) =>
    execFileSync('debugfs', ['-R', request, image], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    })
  expect(debugfs('cat /lib/modules/list')).toBe('ctr\n')
  expect(debugfs('stat /')).toMatch(/User: +0 +Group: +0/)
})
