// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readElf } from '../formats/elf/index.js'
import { scratch } from '../formats/testing/scratch.js'
import { valueOrFormatError } from '../formats/testing/value-or-format-error.js'
import { contentsOf, sharedContents } from './shared-contents.js'

const dir = scratch()

function compile(name: string, source: string, ...options: string[]) {
  const [from, to] = [join(dir, `${name}.c`), join(dir, `${name}.o`)]
  writeFileSync(from, source)
  execFileSync('gcc', ['-c', '-O2', '-fno-pic', '-mcmodel=large', '-o', to, ...options, from])
  return readElf(readFileSync(to))
}

const words = (seed: number) =>
  Array.from({ length: 64 }, (_, index) => (seed * (index + 1) ** 5) >>> 0).join(',')
const rounds = (table: string) =>
  Array.from(
    { length: 8 },
    (_, at) => `state[${at}] = (state[${at}] ^ ${table}[i + ${at}]) * 33 + (state[${(at + 1) % 8}] >> 3);`,
  ).join('\n')

/** A hash of a kind, whose function calls out and reads a table. */
const hash = (own: { name: string; table: string; isStatic?: boolean }) => `
void outside(unsigned *);
${own.isStatic ? 'static' : ''} const unsigned ${own.table}[64] = {${words(40503)}};
${own.isStatic ? 'static __attribute__((noipa))' : ''} unsigned ${own.name}(unsigned *state)
{
	for (int i = 0; i < 64; i += 8) {
		${rounds(own.table)}
	}
	outside(state);
	return state[0] ^ state[3] ^ (state[5] << 7);
}`
const module = compile('module', hash({ name: 'sha_blocks', table: 'sha_K' }))
const contents = contentsOf([module])

test('a function and its table are known by their bytes, under any name', () => {
  const driver = `${hash({ name: 'own_digest', table: 'magic', isStatic: true })}
unsigned other(void) { unsigned state[8] = {1}; return own_digest(state); }`
  expect(sharedContents(contents, compile('driver', driver))).toMatchObject([
    { kind: 'function', name: 'sha_blocks', at: 'own_digest' },
    { kind: 'table', name: 'sha_K', at: 'magic' },
  ])
})

test('code of another compiler is other code, its tables are the same', () => {
  const driver = hash({ name: 'own_digest', table: 'magic' })
  expect(sharedContents(contents, compile('size', driver, '-Os'))).toMatchObject([
    { kind: 'table', name: 'sha_K', at: 'magic' },
  ])
})

test('a table is found inside other data', () => {
  const firmware = `const unsigned firmware[80] = {1, 2, 3, ${words(40503)}};`
  const [found] = sharedContents(contents, compile('firmware', firmware))
  expect(found).toEqual({ kind: 'table', name: 'sha_K', at: 'firmware', address: 12n })
})

test('what is linked has its addresses filled in', () => {
  const path = join(dir, 'linked')
  execFileSync('ld', [
    '-o',
    path,
    '--defsym=outside=0x123456',
    '-e',
    '0',
    '-Ttext=0x4000000',
    join(dir, 'module.o'),
  ])
  expect(sharedContents(contents, readElf(readFileSync(path))).map(({ kind, at }) => [kind, at])).toEqual([
    ['function', 'sha_blocks'],
    ['table', 'sha_K'],
  ])
})

test('other code and other tables are not the same, nor is what anything may have', () => {
  const other = `const unsigned other[64] = {${words(40507)}};
const unsigned char each[256] = {${Array.from({ length: 256 }, (_, index) => index).join(',')}};
unsigned zeros[64] = {0, 1}; void outside(void); void small(void) { outside(); }`
  const own = compile('other', other)
  expect(sharedContents(contents, own)).toEqual([])
  expect(sharedContents(contentsOf([own]), own).map(({ at }) => at)).toEqual(['other'])
})

test('any bytes give contents or an error that names the offset', () => {
  const bytes = readFileSync(join(dir, 'module.o'))
  const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 8 })
  fc.assert(
    fc.property(change, changes => {
      const damaged = Buffer.from(bytes)
      for (const [at, value] of changes) damaged[at] = value
      valueOrFormatError(() => {
        const elf = readElf(damaged)
        return [sharedContents(contents, elf), contentsOf([elf])]
      })
    }),
  )
})
