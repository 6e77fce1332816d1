// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planEdits } from '../../edit/index.js'
import { makeTree } from '../../edit/testing/small-tree.js'
import { exclusionLines } from './exclusion.js'
import { moduleBtfRelink } from './feature.js'

// scripts/Makefile.modfinal in little, on GNU make itself: a linker that copies objects, and a BTF generator that, as
// pahole and resolve_btfids do, writes into the module, and here says when it was there before.

const HEAD = (saved: string) => `PHONY := all FORCE
modules := a.o b.o
all: $(modules:%.o=%.ko)
newer-prereqs = $(filter-out $(PHONY),$?)
dot-target = .$@
make-cmd = $(cmd_$1)
cmd-check = $(if $(${saved}_$@),,unknown)
cmd = $(cmd_$1)
if_changed = $(if $(newer-prereqs)$(cmd-check),$(cmd); printf '%s\\n' '${saved}_$@ := $(make-cmd)' > $(dot-target).cmd,@:)
      cmd_ld_ko_o = echo LD $@; cat $(filter %.o,$^) > $@
      cmd_btf_ko = if grep -q BTF $@; then echo BTF again $@; else echo BTF $@; fi; echo BTF of $$(cat vmlinux) >> $@
`
const RULE = (link: string) => `%.ko: %.o $(and $(BTF),$(KBUILD_BUILTIN),vmlinux) FORCE
	${link}
	+$(if $(newer-prereqs),$(call cmd,btf_ko))
FORCE:
-include $(wildcard .*.cmd)
`

interface Shape {
  readonly saved: string
  readonly stock: string
}

const shape = (saved: string): Shape => ({
  saved,
  stock: `${HEAD(saved)}\n${exclusionLines(saved).join('\n')}\n${RULE('+$(call if_changed_except,ld_ko_o,vmlinux)')}`,
})

const shapes = { cmd: shape('cmd'), savedcmd: shape('savedcmd') }
const linked = `${HEAD('savedcmd')}\n${RULE('+$(call if_changed,ld_ko_o)')}`

let tree: string

async function plan(modfinal: string) {
  tree = await makeTree({ 'scripts/Makefile.modfinal': modfinal })
  return planEdits(tree, await moduleBtfRelink.readRecipe(tree, {}))
}

async function applied(modfinal: string): Promise<void> {
  const [file] = (await plan(modfinal)).files
  await start(Buffer.from(file?.newContent ?? []).toString())
}

let minute = 0
async function write(path: string, content: string): Promise<void> {
  await writeFile(join(tree, path), content)
  const time = Date.now() / 1000 - 86_400 + 60 * minute++
  await utimes(join(tree, path), time, time)
}

async function start(modfinal: string): Promise<void> {
  await write('Makefile', modfinal)
  for (const path of ['a.o', 'b.o', 'vmlinux']) await write(path, `${path} 1\n`)
}

/** What is made, in order; what was made is then older than what is written next. */
async function make(...args: string[]): Promise<string[]> {
  const options = ['-rRs', '-j2', 'BTF=y', 'KBUILD_BUILTIN=1', ...args]
  const made = execFileSync('make', options, { cwd: tree, encoding: 'utf8' }).split('\n').filter(Boolean)
  for (const path of ['a.ko', 'b.ko']) {
    const content = await readFile(join(tree, path), 'utf8').catch(() => undefined)
    if (content !== undefined && made.some(line => line.endsWith(path))) await write(path, content)
  }
  return made.sort()
}

const LINKED = ['BTF a.ko', 'BTF b.ko', 'LD a.ko', 'LD b.ko']

test('a stock tree generates BTF in a module that has it already', async () => {
  tree = await makeTree({})
  await start(shapes.savedcmd.stock)
  expect(await make()).toEqual(LINKED)
  await write('vmlinux', 'vmlinux 2\n')
  expect(await make()).toEqual(['BTF again a.ko', 'BTF again b.ko'])
})

for (const [variant, { stock }] of Object.entries(shapes)) {
  test(`when only vmlinux has changed, modules are linked again and get BTF once (${variant})`, async () => {
    await applied(stock)
    expect(await make()).toEqual(LINKED)
    expect(await make()).toEqual([])
    await write('vmlinux', 'vmlinux 2\n')
    expect(await make()).toEqual(LINKED)
    expect(await readFile(join(tree, 'a.ko'), 'utf8')).toBe('a.o 1\nBTF of vmlinux 2\n')
    expect(await make()).toEqual([])
  })
}

test('a changed object makes its module only', async () => {
  await applied(shapes.savedcmd.stock)
  await make()
  await write('b.o', 'b.o 2\n')
  expect(await make()).toEqual(['BTF b.ko', 'LD b.ko'])
  expect(await make()).toEqual([])
})

test('where a module does not depend on vmlinux, as out of the tree, a newer one makes nothing', async () => {
  await applied(shapes.savedcmd.stock)
  expect(await make('KBUILD_BUILTIN=')).toEqual(LINKED)
  await write('vmlinux', 'vmlinux 2\n')
  expect(await make('KBUILD_BUILTIN=')).toEqual([])
})

for (const [variant, { stock }] of Object.entries(shapes)) {
  test(`the helpers of the exclusion go with it (${variant})`, async () => {
    const { files, steps: planned } = await plan(stock)
    expect(planned).toMatchObject([{ variant, state: 'to do' }])
    const text = Buffer.from(files[0]?.newContent ?? []).toString()
    expect(text).not.toContain('_except')
    expect(text).toContain('+$(call if_changed,ld_ko_o)')
  })
}

test('a tree without the exclusion has nothing to do', async () => {
  const { files, steps: planned } = await plan(linked)
  expect(files).toEqual([])
  expect(planned).toMatchObject([{ variant: 'no-exclusion' }])
})

test('a tree that excludes vmlinux in another way is refused', async () => {
  await expect(plan(shapes.savedcmd.stock.replace('$(2)', '$(3)'))).rejects.toThrow(/Makefile\.modfinal/)
})
