// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { architectures, hostArchitecture } from '../../arch/architectures.js'
import { isNative } from '../../arch/cross-compile.js'
import { x86_64 } from '../../arch/x86-64.js'
import { MissingError } from '../../core/errors.js'
import { findBusybox } from './find-busybox.js'

const arch = hostArchitecture() ?? x86_64
const foreign = architectures.filter(each => !isNative(each))

afterEach(() => vi.unstubAllEnvs())

test('what is no static program of the architecture is passed over', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-busybox-'))
  const script = join(directory, 'script')
  await writeFile(script, '#!/bin/sh\n')
  const cutOff = join(directory, 'cut-off')
  await writeFile(cutOff, (await findBusybox({ arch })).subarray(0, 200))
  const places = [script, cutOff, process.execPath]
  await expect(findBusybox({ arch, places })).rejects.toThrow(MissingError)
})

for (const other of foreign) {
  test(`that for ${other.name} is taken from the cache, and without apt asked for`, async () => {
    vi.stubEnv('PATH', '/nonexistent')
    const cacheDir = await mkdtemp(join(tmpdir(), 'kcarve-busybox-'))
    const place = join(cacheDir, 'guest', `busybox-static-${other.name}`, 'bin/busybox')
    await expect(findBusybox({ arch: other, cacheDir })).rejects.toMatchObject({
      message: `busybox-static for ${other.name} could not be fetched from Debian`,
      hint: expect.stringContaining(place),
    })
    await mkdir(join(place, '..'), { recursive: true })
    await writeFile(place, 'fetched')
    expect(Buffer.from(await findBusybox({ arch: other, cacheDir })).toString()).toBe('fetched')
  })
}
