// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const PAYLOAD = 'src/features/standalone-crypto/payload/scripts/Makefile.fips140-modfinal'

// Modules whose BTF is based on vmlinux depend on it, as in scripts/Makefile.modfinal of kernels that link them again.
const MODFINAL = `CONFIG_CRYPTO_FIPS140_EXTMOD := y
PHONY := all FORCE
all: crypto/fips140/fips140.ko drivers/other.ko
newer-prereqs = $(filter-out $(PHONY),$?)
if_changed = $(if $(newer-prereqs),$(cmd_$(1)),@:)
cmd_ld_ko_o = @echo LD $@; cat $(filter %.o,$^) > $@
cmd_btf_ko = @echo BTF $@
%.ko: %.o $(vmlinux) FORCE
	$(call if_changed,ld_ko_o)
	$(if $(newer-prereqs),$(cmd_btf_ko))
include Makefile.fips140-modfinal
FORCE:
`

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kcarve-modfinal-'))
  await writeFile(join(directory, 'Makefile'), MODFINAL)
  await writeFile(join(directory, 'Makefile.fips140-modfinal'), await readFile(PAYLOAD))
})
afterAll(() => rm(directory, { recursive: true }))

const OBJECTS = ['crypto/fips140/fips140.o', 'drivers/other.o']
const MODULES = ['crypto/fips140/fips140.ko', 'drivers/other.ko']

let minute = 0
/** Writes files, each a minute younger than the one before. */
async function write(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(directory, path)), { recursive: true })
    await writeFile(join(directory, path), path)
    const time = Date.now() / 1000 - 86_400 + 60 * minute++
    await utimes(join(directory, path), time, time)
  }
}

const make = (...args: string[]) =>
  execFileSync('make', ['-rRs', ...args], { cwd: directory, encoding: 'utf8' })
    .split('\n')
    .filter(Boolean)

for (const vmlinux of ['vmlinux', './vmlinux']) {
  test(`a newer ${vmlinux} links other modules again, but not the module that it carries`, async () => {
    await write(...OBJECTS, ...MODULES, 'vmlinux')
    expect(make(`vmlinux=${vmlinux}`)).toEqual(['LD drivers/other.ko', 'BTF drivers/other.ko'])
  })
}

test('a newer object links the module again', async () => {
  await write(...MODULES, 'vmlinux', ...OBJECTS)
  expect(make('vmlinux=vmlinux', 'crypto/fips140/fips140.ko')).toEqual(['LD crypto/fips140/fips140.ko'])
})
