// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readElf } from '../formats/elf/index.js'
import { scratch } from '../formats/testing/scratch.js'
import { compareCompiled } from './compare-compiled.js'

const dir = scratch()

/** A function with a static branch, and something after it. */
function object(name: string, branch: string, after: string) {
  writeFileSync(
    join(dir, `${name}.s`),
    `.text\nf: mov %rdi, %rax\n1: ${branch}\n${after}\nret\n.size f, .-f\n.type f, @function\n` +
      '.section __jump_table,"aw"\n.long 1b - ., 1b - .\n.quad 0\n',
  )
  execFileSync('as', ['-o', `${name}.o`, `${name}.s`], { cwd: dir })
  return readElf(readFileSync(join(dir, `${name}.o`)))
}

const compiled = object('compiled', '.byte 0xeb, 0x01', 'nop')

test('a branch that objtool has made a no-op is the branch that was compiled, and nothing else is', () => {
  const off = object('off', '.byte 0x66, 0x90', 'nop')
  expect(compareCompiled(compiled, off, { addedByTools: true })).toEqual([])
  expect(compareCompiled(compiled, off)).not.toEqual([])
  for (const other of [object('push', 'push $1', 'nop'), object('after', '.byte 0x66, 0x90', 'cld')]) {
    expect(compareCompiled(compiled, other, { addedByTools: true })).not.toEqual([])
  }
})
