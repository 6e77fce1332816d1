// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readDotConfig } from '../../formats/dot-config/index.js'
import { scratch } from '../../formats/testing/scratch.js'
import { kconfigOptions } from '../../kernel/index.js'
import { whyUnmet } from './why-unmet.js'

const root = scratch()
const FILES = {
  Kconfig: 'if NET\nsource "lib/Kconfig"\nendif\nconfig NET\n\tbool "net"\n',
  'lib/Kconfig': `
config RUST
	bool "rust"
	depends on RUST_IS_AVAILABLE
	depends on !MODVERSIONS || $(success,gendwarfksyms)
config RUST_IS_AVAILABLE
	def_bool $(success,rustc)
config EXPERT_ONLY
	bool "x" if EXPERT
	default y
config EXPERT
	bool "expert"
config NEEDED
	tristate "needed"
config USER
	tristate "user"
	select NEEDED
config FLAG
	bool "flag"
config CPUS
	int "cpus"
	range 1 64
choice
	prompt "model"
config FAST
	bool "fast"
config SMALL
	bool "small"
endchoice
config HELPER
	tristate
config WANTS_HELPER
	tristate "wants helper"
	select HELPER
config OLD_NAME
	bool
	transitional
config NEW_NAME
	bool "new"
	default OLD_NAME
config FLAG_OF_MODULE
	bool "flag of a module"
	depends on NEEDED
	depends on EXPERT
config MODULAR
	tristate "modular"
	depends on NEEDED
`,
}
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const options = await kconfigOptions({ root, version: '7.2.0', numbers: [7, 2, 0], name: '' }, 'x86')

const why = (name: string, wanted: string, got: string, config = '') =>
  whyUnmet({ name, wanted, got }, { options, config: readDotConfig(`CONFIG_NET=y\n${config}`) })

test('an option that is gone, or has another name, is told as that', () => {
  expect(why('NOWHERE', 'y', 'n')).toMatchObject({ kind: 'gone' })
  expect(why('OLD_NAME', 'y', 'n')).toEqual({ kind: 'gone', text: 'it is NEW_NAME in this tree' })
})

test('what an option depends on and is not so is named', () => {
  expect(why('RUST', 'y', 'n')).toEqual({
    kind: 'depends',
    text: 'it depends on RUST_IS_AVAILABLE, which is n',
  })
  expect(why('MODULAR', 'y', 'm', 'CONFIG_NEEDED=m\nCONFIG_MODULAR=m\n')).toEqual({
    kind: 'depends',
    text: 'it depends on NEEDED, which is m',
  })
  expect(whyUnmet({ name: 'FLAG', wanted: 'y', got: 'n' }, { options, config: readDotConfig('') })).toEqual({
    kind: 'depends',
    text: 'it depends on NET, which is n',
  })
})

test('an option that is not asked about keeps its default', () => {
  expect(why('EXPERT_ONLY', 'n', 'y', 'CONFIG_EXPERT_ONLY=y\n')).toEqual({
    kind: 'depends',
    text: 'it is asked about only with EXPERT, which is n',
  })
})

test('those that select an option are named', () => {
  expect(why('NEEDED', 'n', 'm', 'CONFIG_USER=m\nCONFIG_NEEDED=m\n')).toEqual({
    kind: 'selected',
    text: 'USER selects it',
  })
})

test('values that an option cannot have are told', () => {
  expect(why('FLAG', 'm', 'y')).toMatchObject({ kind: 'type' })
  expect(why('CPUS', '128', '64')).toEqual({ kind: 'range', text: 'it is 1 to 64 here' })
})

test('the member that a choice has taken is named', () => {
  expect(why('SMALL', 'y', 'n', 'CONFIG_FAST=y\n')).toEqual({
    kind: 'choice',
    text: 'its choice has taken FAST',
  })
})

test('what nobody is asked about is derived', () => {
  expect(why('RUST_IS_AVAILABLE', 'y', 'n')).toEqual({ kind: 'derived', text: 'it follows from the tools' })
  expect(why('HELPER', 'm', 'n')).toEqual({ kind: 'derived', text: 'nothing that is on selects it' })
})

test('where the Kconfig files do not tell, nothing is said', () => {
  expect(why('FLAG', 'y', 'n')).toBeUndefined()
})
