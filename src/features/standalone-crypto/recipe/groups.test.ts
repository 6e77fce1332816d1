// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { GROUPS } from '../names.js'

const MAKEFILE = fileURLToPath(new URL('../payload/scripts/Makefile.fips140', import.meta.url))

/** What kbuild has when it includes the makefile: just enough of it. */
const KBUILD = `obj := crypto
CONFIG_CRYPTO_FIPS140_EXTMOD := y
real-search = $(patsubst libsha.o,x86/sha-ni.o,$1)
multi-search = $(filter libsha.o,$1)
suffix-search = $(if $(filter libsha.o,$1),x86/sha-ni.o)
cc-option = $1
basetarget = $(basename $(notdir $@))
target-stem = $(basename $(patsubst $(obj)/%,%,$@))
if_changed_rule = @echo $(_c_flags)
crypto-objs-y := fips.o aes.o krb5/ cbc.o libsha.o ctr.o
crypto-objs-vmlinux := fips.o krb5/
include ${MAKEFILE}
$(info $(obj-y))
real-obj-y := $(addprefix $(obj)/, $(obj-y))
include ${MAKEFILE}
crypto/%.o: ; @echo $(_c_flags)
FORCE /crypto/fips140/group.c: ;
`

const make = (target: string): string =>
  execFileSync('make', ['-rRs', '-f', '-', target], { input: KBUILD, encoding: 'utf8' })

test('a group is named after the object before it, and its initcalls have the name of the ABI on both sides', () => {
  const flag = `-DFIPS140_GROUP="crypto/${GROUPS.name}-after-krb5"`
  const [list, ...carved] = make('crypto/ctr.o').split('\n')
  // Once for each of its objects: kbuild drops duplicates.
  expect([...new Set(list?.trim().split(/\s+/))]).toEqual([
    'fips.o',
    `${GROUPS.object}-after-fips.o`,
    'krb5/',
    `${GROUPS.object}-after-krb5.o`,
  ])
  expect(carved.join('')).toContain(flag)
  expect(make(`crypto/${GROUPS.object}-after-krb5.o`)).toContain(flag)
})

test('a part of a composite that is in a subdirectory has the flags of the composite', () => {
  const flags = make('crypto/x86/sha-ni.o')
  expect(flags).toContain('-DFIPS_MODULE=1')
  expect(flags).toContain(`-DFIPS140_GROUP="crypto/${GROUPS.name}-after-krb5"`)
})
