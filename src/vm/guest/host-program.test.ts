// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { MissingError } from '../../core/errors.js'
import { hostProgram, librariesOf } from './host-program.js'

test('what ldd prints names the libraries and the dynamic loader', () => {
  const printed = [
    '\tlinux-vdso.so.1 (0x00007eff5663c000)',
    '\tlibzstd.so.1 => /lib/x86_64-linux-gnu/libzstd.so.1 (0x00007eff56542000)',
    '\t/lib64/ld-linux-x86-64.so.2 (0x00007eff5663e000)',
  ]
  expect(librariesOf(printed)).toEqual(['/lib/x86_64-linux-gnu/libzstd.so.1', '/lib64/ld-linux-x86-64.so.2'])
  expect(librariesOf(['\tnot a dynamic executable'])).toEqual([])
})

test('a program comes with what it is linked with', async () => {
  const entries = await hostProgram('gzip', { installHint: 'apt-get install gzip' })
  expect(entries.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['bin/gzip', expect.stringContaining('ld-linux')]),
  )
})

test('a program that is not here is named, with the command that installs it', async () => {
  await expect(hostProgram('no-such-program', { installHint: 'apt-get install x' })).rejects.toThrow(
    MissingError,
  )
})
