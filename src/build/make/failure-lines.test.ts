// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { failureLines } from './failure-lines.js'

test("a compiler's error is shown with its context, not make's", () => {
  const lines = [
    '  CC      crypto/aes.o',
    'crypto/aes.c: In function ‘f’:',
    'crypto/aes.c:7:37: error: unknown type name ‘Elf_Sym’',
    '    7 | void f(Elf_Sym *sym);',
    '      |        ^~~~~~~',
    '  CC      crypto/ctr.o',
    '    9 | of something else',
    'make[4]: *** [scripts/Makefile.build:244: crypto/aes.o] Error 1',
    'make: *** [Makefile:236: __sub-make] Error 2',
  ]
  expect(failureLines(lines)).toEqual(lines.slice(1, 5))
})

test('each undefined reference is shown once', () => {
  const reference = "ld: vmlinux.o: in function `f': x.c:(.text+0x1): undefined reference to `g'"
  expect(failureLines(['  LD      vmlinux', reference, reference, 'make: *** [x] Error 1'])).toEqual([
    reference,
  ])
})

test('errors of modpost and of a link step are found', () => {
  const modpost = 'ERROR: modpost: "g" [crypto/x.ko] undefined!'
  expect(failureLines(['x', modpost, 'make: *** [x] Error 1'])).toEqual([modpost])
  const own = 'error: demo: x is a per-cpu variable and cannot be redirected'
  expect(failureLines([own, 'make: *** [x] Error 1'])).toEqual([own])
})

test('of what only make reports the rule that is missing is shown, else the last lines', () => {
  const rule = "make[4]: *** No rule to make target 'crypto/nope.o'.  Stop."
  expect(failureLines([rule, 'make[3]: *** [a: crypto] Error 2'])).toEqual([rule])
  expect(failureLines(['1', '2', '3', '4', '5', '6'])).toEqual(['2', '3', '4', '5', '6'])
})

test('a compiler that was killed is told with what it was making', () => {
  const byShell = [
    '  CC      init/main.o',
    'Killed',
    'make[3]: *** [scripts/Makefile.build:229: init/main.o] Error 137',
  ]
  expect(failureLines([...byShell, 'make: *** [Makefile:236: __sub-make] Error 2'])).toEqual(byShell.slice(1))
  const byKernel = [
    'gcc: fatal error: Killed signal terminated program cc1',
    'make[3]: *** [scripts/Makefile.build:229: init/main.o] Error 1',
  ]
  expect(failureLines(byKernel)).toEqual(byKernel)
})
