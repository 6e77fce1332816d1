// SPDX-License-Identifier: GPL-2.0-only
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { architectureNamed } from '../arch/architectures.js'
import { UsageError } from '../core/errors.js'
import { scratch } from '../formats/testing/scratch.js'
import type { KernelTree } from '../kernel/index.js'
import { buildKselftest, readKselftestNames } from './build-kselftest.js'

const dir = scratch()
const [root, objtree] = [join(dir, 'tree'), join(dir, 'objtree')]

/** Of selftests/Makefile and lib.mk what counts here, in little. */
const SELFTESTS = `
BUILD := $(O)/kselftest
install:
	mkdir -p $(KSFT_INSTALL_PATH)
	rm -f $(KSFT_INSTALL_PATH)/kselftest-list.txt
	mkdir -p $(BUILD)/$(TARGETS)
	$(MAKE) OUTPUT=$(BUILD)/$(TARGETS) INSTALL_PATH=$(KSFT_INSTALL_PATH)/$(TARGETS) -C $(TARGETS) install
	$(MAKE) -s OUTPUT=$(BUILD)/$(TARGETS) -C $(TARGETS) COLLECTION=$(TARGETS) emit_tests >> $(KSFT_INSTALL_PATH)/kselftest-list.txt
`
const LIB = `
TEST_GEN_PROGS := $(patsubst %,$(OUTPUT)/%,$(TEST_GEN_PROGS))
install: $(TEST_GEN_PROGS)
	mkdir -p $(INSTALL_PATH)
	cp $(TEST_GEN_PROGS) $(TEST_PROGS) $(INSTALL_PATH)
emit_tests:
	for test in $(TEST_GEN_PROGS) $(TEST_PROGS); do echo $(COLLECTION):\`basename $$test\`; done
$(OUTPUT)/%: %.c
	gcc $(USERLDFLAGS) $^ -o $@
`

beforeAll(async () => {
  const program = 'int main(void) { return 0; }'
  const files = {
    'tree/Makefile': 'headers:\n',
    'tree/tools/testing/selftests/Makefile': SELFTESTS,
    'tree/tools/testing/selftests/net/Makefile': `TEST_GEN_PROGS := tls broken\nTEST_PROGS := net.sh\n${LIB}`,
    'tree/tools/testing/selftests/net/tls.c': program,
    'tree/tools/testing/selftests/net/broken.c': '#include <no-such.h>\n',
    'tree/tools/testing/selftests/net/net.sh': '#!/bin/sh\n',
    'tree/tools/testing/selftests/kcmp/Makefile': `TEST_GEN_PROGS := kcmp_test\n${LIB}`,
    'tree/tools/testing/selftests/kcmp/kcmp_test.c': program,
  }
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await writeFile(join(dir, path), text)
  }
})

const build = (names: string, force = false) =>
  buildKselftest({
    tree: { root } as KernelTree,
    objtree,
    arch: architectureNamed('x86_64'),
    collections: readKselftestNames(names),
    force,
    jobs: 1,
  })
const listed = async (installed: string) => ({
  list: await readFile(join(installed, 'kselftest-list.txt'), 'utf8'),
  notBuilt: await readFile(join(installed, 'not-built'), 'utf8'),
})

test('a program of a collection is built by itself', async () => {
  expect(await listed(await build('net:tls'))).toEqual({ list: 'net:tls\n', notBuilt: '' })
})

test('a collection that does not build is told, and fails what is strict, wherever it stands', async () => {
  expect(await listed(await build('net,kcmp'))).toEqual({
    list: 'kcmp:kcmp_test\n',
    notBuilt: expect.stringMatching(/^net broken\.c:1:10: fatal error: no-such\.h/),
  })
  await expect(build('net,kcmp', true)).rejects.toThrow('make failed')
  await expect(build('net')).rejects.toThrow('make failed')
})

test('names that the tree does not have are refused', async () => {
  await expect(build('kcpm')).rejects.toMatchObject({ hint: expect.stringContaining('kcmp') })
  await expect(build('kcmp:other')).rejects.toThrow()
  for (const names of ['', 'net:', ':tls', 'net:a:b', '../x', 'net:a/b'])
    expect(() => readKselftestNames(names)).toThrow(UsageError)
})

test('tests of one collection are put together', () => {
  expect(readKselftestNames('net:tls,kexec,net:ipsec')).toEqual([
    { collection: 'net', tests: ['tls', 'ipsec'] },
    { collection: 'kexec', tests: [] },
  ])
})
