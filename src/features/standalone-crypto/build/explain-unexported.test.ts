// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CommandError } from '../../../core/errors.js'
import { explainUnexported } from './explain-unexported.js'

const scratch = mkdtempSync(join(tmpdir(), 'kcarve-unexported-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const failed = (...tail: string[]) => new CommandError('make failed', { command: 'make', tail })

test('a symbol that the module needs and vmlinux does not export is told with its object', async () => {
  writeFileSync(join(scratch, 'a.s'), '.globl rounds\nrounds:\n\t.long 0\n')
  writeFileSync(join(scratch, 'user.s'), '\t.quad rounds\n')
  for (const name of ['a', 'user']) execFileSync('as', ['-o', `${name}.o`, `${name}.s`], { cwd: scratch })
  execFileSync('ar', ['cDPrST', 'vmlinux.a', 'user.o', 'a.o'], { cwd: scratch })
  const lines = ['rounds', 'gone'].map(
    name => `ERROR: modpost: "${name}" [crypto/fips140/fips140.ko] undefined!`,
  )
  expect(await explainUnexported(failed(...lines), scratch)).toMatchObject({
    message: 'fips140.ko needs what vmlinux does not export: rounds of a.o, gone',
    tail: lines,
  })
})

test('any other failure stays as it is', async () => {
  for (const error of [failed('ERROR: modpost: "g" [crypto/x.ko] undefined!'), new Error('x')]) {
    expect(await explainUnexported(error, scratch)).toBe(error)
  }
})
