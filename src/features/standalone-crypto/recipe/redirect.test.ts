// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../payload/crypto/fips140/link/redirect.sh', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'kcarve-redirect-'))

afterAll(() => rmSync(scratch, { recursive: true }))

const GNU = { NM: 'nm', OBJDUMP: 'objdump', OBJCOPY: 'objcopy' }
const LLVM = { NM: 'llvm-nm-19', OBJDUMP: 'llvm-objdump-19', OBJCOPY: 'llvm-objcopy-19' }
const hasLlvm = spawnSync(LLVM.OBJDUMP, ['--version']).status === 0
let tools = GNU

/** Assembles a vmlinux.o that uses `shared`, and a module of which `body` is the code, and asks for the redirects. */
function redirect(body: string, prebuilt: readonly string[] = [], twins: readonly string[] = []) {
  assemble('vmlinux', `\t.text\n\tcall digest\n\tmovl shared(%rip), %eax\n`)
  assemble('module', moduleSource(body))
  return spawnSync(
    'sh',
    [SCRIPT, ...['vmlinux.o', 'wrap', 'module.o', ...prebuilt].map(name => join(scratch, name))],
    { encoding: 'utf8', env: { ...process.env, ...tools, TWINS: twins.join(' ') } },
  )
}

const moduleSource = (body: string) => `
	.section .modinfo,"a"
	.asciz "depends="
	.data
	.zero 16
private:
	.zero 4
	.globl shared
	.type shared, @object
	.size shared, 8
shared:	.quad 1
next:	.quad 2
	.text
	.globl digest
	.type digest, @function
digest:
${body}
	ret
	.size digest, . - digest
`

function assemble(name: string, source: string) {
  writeFileSync(join(scratch, `${name}.s`), source)
  execFileSync('as', ['--64', '-o', join(scratch, `${name}.o`), join(scratch, `${name}.s`)])
}

describe.each([
  ['GNU', GNU, true],
  ['LLVM', LLVM, hasLlvm],
] as const)('with the tools of %s', (_, chosen, areThere) => {
  beforeAll(() => {
    tools = chosen
  })
  beforeEach(context => {
    if (!areThere) context.skip('llvm-19 is not installed')
  })

  test('a function and a variable that cross are redirected', () => {
    const { stdout, stderr, status } = redirect(`
  	movl shared(%rip), %eax
  	movl $5, shared+4(%rip)
  	leaq shared+8(%rip), %rax
  	movq $shared, %rax
  	movl $5, private(%rip)
  	movl next(%rip), %eax`)
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(stdout).toContain('fips140_func 0, digest')
    expect(stdout).toContain('fips140_var shared, .data, 0x0000000000000008, 64')
    expect(readFileSync(join(scratch, 'wrap'), 'utf8')).toBe('--wrap=digest\n')
  })

  for (const [what, code, target] of [
    ['its section', 'movl .data+20(%rip), %eax', '.data+0x10'],
    ['its section, in front of an immediate operand', 'movl $5, .data+20(%rip)', '.data+0xc'],
    ['its section, absolute', 'movq $.data+24, %rax', '.data+0x18'],
    ['a neighbour', 'movl private+4(%rip), %eax', '.data+0x10'],
    ['its own symbol, past its end', 'movl shared+12(%rip), %eax', 'shared+0x8'],
  ] as const) {
    test(`a variable that the module reaches by ${what} is refused`, () => {
      const { stderr, status } = redirect(`\t${code}`)
      expect(stderr.replace(/\+0x0+[0-9]/, '').replace(/\+0x0*(?=[0-9a-f])/, '+0x')).toBe(
        `error: fips140: .text of the module reaches shared as ${target}, not by its symbol: it cannot be redirected\n`,
      )
      expect(status).toBe(1)
    })
  }

  test('a function with a twin goes there until the module is loaded, and a twin that nobody needs is not linked', () => {
    assemble('digest-twin', moduleSource('').replaceAll('digest', 'fips140_early_digest'))
    assemble('other-twin', moduleSource('').replaceAll('digest', 'fips140_early_other'))
    const [needed, other] = ['digest-twin.o', 'other-twin.o'].map(name => join(scratch, name)) as [
      string,
      string,
    ]
    const { stdout } = redirect('', [], [needed, other])
    expect(stdout).toContain('fips140_func 0, digest, fips140_early_digest\n')
    expect(readFileSync(join(scratch, 'wrap'), 'utf8')).toBe(`--wrap=digest\n${needed}\n`)
    expect(redirect('', [], [other]).stdout).toContain('fips140_func 0, digest\n')
  })

  test('a prebuilt module has to define the same, in the same size', () => {
    assemble('prebuilt', moduleSource(''))
    expect(redirect('', ['prebuilt.o']).status).toBe(0)
    assemble('prebuilt', moduleSource('').replace('.size shared, 8', '.size shared, 16'))
    expect(redirect('', ['prebuilt.o']).stderr).toMatch(
      /^error: fips140: shared has 0x0+8 bytes here and 0x0+10 in /,
    )
    assemble('prebuilt', moduleSource('').replaceAll('digest', 'gone'))
    expect(redirect('', ['prebuilt.o']).stderr).toMatch(
      /^error: fips140: vmlinux needs digest, which .* does not define/,
    )
  })
})
