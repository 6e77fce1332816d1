// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../payload/crypto/fips140/link/redirect.sh', import.meta.url))
const CROSS = 'aarch64-linux-gnu-'
const scratch = mkdtempSync(join(tmpdir(), 'kcarve-redirect-arm64-'))
const isThere = spawnSync(`${CROSS}as`, ['--version']).status === 0

afterAll(() => rmSync(scratch, { recursive: true }))

/** As in redirect.test.ts, with the assembler of the other architecture. */
function redirect(body: string) {
  assemble('vmlinux', '\t.text\n\tbl digest\n\tadrp x0, shared\n\tldr x0, [x0, :lo12:shared]\n')
  assemble(
    'module',
    `	.section .modinfo,"a"
	.asciz "depends="
	.data
	.zero 16
private:
	.zero 8
	.globl shared
	.type shared, %object
	.size shared, 8
shared:	.quad 1
next:	.quad 2
	.text
	.globl digest
	.type digest, %function
digest:
${body}
	ret
	.size digest, . - digest
`,
  )
  const tools = { NM: `${CROSS}nm`, OBJDUMP: `${CROSS}objdump`, OBJCOPY: `${CROSS}objcopy` }
  const files = ['vmlinux.o', 'wrap', 'module.o'].map(name => join(scratch, name))
  return spawnSync('sh', [SCRIPT, ...files], { encoding: 'utf8', env: { ...process.env, ...tools } })
}

function assemble(name: string, source: string) {
  writeFileSync(join(scratch, `${name}.s`), source)
  execFileSync(`${CROSS}as`, ['-o', join(scratch, `${name}.o`), join(scratch, `${name}.s`)])
}

const load = (address: string) => `\tadrp x0, ${address}\n\tldr x0, [x0, :lo12:${address}]`

test.skipIf(!isThere)('on arm64 a function and a variable that cross are redirected', () => {
  const { stdout, stderr, status } = redirect(
    [load('shared'), load('private'), load('next'), '\tldr x1, =shared+4'].join('\n'),
  )
  expect(stderr).toBe('')
  expect(status).toBe(0)
  expect(stdout).toContain('fips140_func 0, digest')
  expect(stdout).toContain('fips140_var shared, .data, 0x0000000000000008, 64')
})

for (const [what, code, target] of [
  ['its section', load('.data+24'), '.data+0x0000000000000018'],
  ['its section, by a pointer in memory', '\tldr x0, =.data+28', '.data+0x000000000000001c'],
  ['a neighbour', load('private+8'), '.data+0x0000000000000018'],
  ['its own symbol, past its end', load('shared+16'), 'shared+0x0000000000000010'],
] as const) {
  test.skipIf(!isThere)(`on arm64 a variable that the module reaches by ${what} is refused`, () => {
    const { stderr, status } = redirect(code)
    expect(stderr.split('\n')[0]?.replace(/\+0x0+[0-9]/, '')).toBe(
      `error: fips140: .text of the module reaches shared as ${target}, not by its symbol: it cannot be redirected`,
    )
    expect(status).toBe(1)
  })
}
