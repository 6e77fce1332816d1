// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueOrFormatError } from '../testing/value-or-format-error.js'
import { readDotCmd } from './index.js'

const COMPILED = `savedcmd_crypto/aes_generic.o := gcc -Wp,-MMD,crypto/.aes_generic.o.d -DKBUILD_MODNAME='"aes_generic"' -c -o crypto/aes_generic.o crypto/aes_generic.c ; echo $$HOME $(pound) done

source_crypto/aes_generic.o := crypto/aes_generic.c

deps_crypto/aes_generic.o := \\
    $(wildcard include/config/CC_VERSION_TEXT) \\
    $(wildcard include/config/64BIT) \\
  include/linux/compiler-version.h \\
  include/crypto/aes.h \\

crypto/aes_generic.o: $(deps_crypto/aes_generic.o)

$(deps_crypto/aes_generic.o):
`

test('a compiled object has its command, source, headers and options', () => {
  expect(readDotCmd(COMPILED)).toEqual({
    target: 'crypto/aes_generic.o',
    command: `gcc -Wp,-MMD,crypto/.aes_generic.o.d -DKBUILD_MODNAME='"aes_generic"' -c -o crypto/aes_generic.o crypto/aes_generic.c ; echo $HOME # done`,
    source: 'crypto/aes_generic.c',
    deps: ['include/linux/compiler-version.h', 'include/crypto/aes.h'],
    configs: ['CC_VERSION_TEXT', '64BIT'],
  })
})

test('a linked file has its command only', () => {
  expect(readDotCmd('cmd_crypto/built-in.a := rm -f $@; ar cDPrST crypto/built-in.a crypto/api.o\n')).toEqual(
    {
      target: 'crypto/built-in.a',
      command: 'rm -f $@; ar cDPrST crypto/built-in.a crypto/api.o',
      source: undefined,
      deps: [],
      configs: [],
    },
  )
})

test('options of older kernels read the same', () => {
  const text = 'cmd_a.o := cc\ndeps_a.o := \\\n  $(wildcard include/config/crypto/fips.h) \\\n'
  expect(readDotCmd(text).configs).toEqual(['CRYPTO_FIPS'])
})

test('a file without a command is refused', () => {
  expect(() => readDotCmd('all: vmlinux\n')).toThrow('savedcmd at offset 0: no savedcmd_ or cmd_ line')
})

test('any text gives a value or a format error', () => {
  const line = fc.constantFrom(
    'savedcmd_a.o := cc $$x',
    'deps_a.o := \\',
    '  $(wildcard include/config/A) \\',
    '\\',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(line, fc.string())), lines =>
      valueOrFormatError(() => readDotCmd(lines.join('\n'))),
    ),
    { numRuns: 500 },
  )
})
