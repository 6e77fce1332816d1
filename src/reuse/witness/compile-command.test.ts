// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { compileCommand, relocated, sourceRoot } from './compile-command.js'

const COMMAND = `ccache gcc -Wp,-MMD,crypto/.gcm.o.d -I/k/include -I./include -include /k/include/linux/kconfig.h -fmacro-prefix-map=/k/= -DNAME='"gcm"' -c -o crypto/gcm.o /k/crypto/gcm.c   ; ./tools/objtool/objtool --module crypto/gcm.o`

test('the call of the compiler is taken out of what kbuild kept', () => {
  const command = compileCommand(COMMAND)
  expect(command).toEqual({
    compiler: 'gcc',
    args: [
      '-Wp,-MMD,crypto/.gcm.o.d',
      '-I/k/include',
      '-I./include',
      '-include',
      '/k/include/linux/kconfig.h',
      '-fmacro-prefix-map=/k/=',
      '-DNAME="gcm"',
      '-c',
      '-o',
      'crypto/gcm.o',
      '/k/crypto/gcm.c',
    ],
  })
  expect(sourceRoot(command)).toBe('/k')
  expect(relocated(command, '/k', '/new').args).toContain('-fmacro-prefix-map=/new/=')
  expect(relocated(command, '/k', '/new').args.join(' ')).not.toContain('/k/')
  expect(sourceRoot(compileCommand('gcc -include ./include/linux/kconfig.h -c'))).toBeUndefined()
})

test('what is not a plain call of a compiler is refused', () => {
  expect(() => compileCommand('rm -rf x')).toThrow('rm is not a compiler')
  expect(() => compileCommand('')).toThrow('an empty command is not a compiler')
  expect(() => compileCommand('gcc -fplugin=./evil.so -c x.c')).toThrow('not called with -fplugin=./evil.so')
  expect(() => compileCommand('gcc @args')).toThrow('not called with @args')
  for (const text of ['gcc $(id)', 'gcc `id`', 'gcc x | sh', 'gcc -c x && id', 'gcc "$HOME"']) {
    expect(() => compileCommand(text), text).toThrow('a compiler is not called with')
  }
})
