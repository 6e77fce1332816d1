// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { UsageError } from '../../../core/errors.js'
import { planEdits } from '../../../edit/index.js'
import { makeTree } from '../../../edit/testing/small-tree.js'
import { carvedMakefiles } from './carved-makefiles.js'
import { type Selection, selectDirectories } from './selection.js'

const everything: Selection = { only: [], except: [] }

const tree = () =>
  makeTree({
    'crypto/Makefile': `
obj-$(CONFIG_CRYPTO) += crypto.o
crypto-y := api.o
obj-$(CONFIG_CRYPTO_AES) += aes_generic.o
obj-$(CONFIG_CRYPTO_SERPENT) += serpent_generic.o
obj-$(CONFIG_ASYNC_CORE) += async_tx/
obj-$(CONFIG_CRYPTO_NEW) += new/
obj-y += always.o
`,
    'crypto/async_tx/Makefile':
      'obj-$(CONFIG_ASYNC_CORE) += async_tx.o\nobj-$(CONFIG_ASYNC_XOR) += async_xor.o\n',
    'arch/x86/crypto/Makefile': 'obj-$(CONFIG_CRYPTO_AES_NI_INTEL) += aesni-intel.o\n',
  })

/** What stays in vmlinux by the selection, and the directories that are left out, of those that the tree has. */
async function leftOut(selection: Partial<Selection>) {
  const directories = await selectDirectories(await tree(), { ...everything, ...selection })
  const chosen = directories.flatMap(({ path, stays, leftOut: out }) => {
    if (out !== undefined) return [[path, out]]
    return stays.flatMap(({ objects, because }) =>
      /^left out|^not among|^no directory/.test(because) ? [[path, because, ...objects]] : [],
    )
  })
  return chosen.filter(([, because]) => because !== 'no directory that is carved')
}

test('without a choice everything is carved but a directory that nothing is known of', async () => {
  expect(await leftOut({})).toEqual([])
  const [crypto] = await selectDirectories(await tree(), everything)
  expect(crypto?.stays[0]).toMatchObject({ objects: ['new/'], because: 'no directory that is carved' })
})

test('what stays is what the tree has of it', async () => {
  const root = await makeTree({
    'crypto/Makefile': 'obj-$(CONFIG_CRYPTO_FIPS) += fips.o\n',
    'lib/crypto/Makefile':
      'obj-y += chacha.o\nobj-$(CONFIG_X86) += x86/blake2s-core.o\nobj-$(CONFIG_KUNIT) += tests/\n',
  })
  const directories = await selectDirectories(root, everything)
  expect(directories.map(({ path, stays }) => [path, ...stays.flatMap(({ objects }) => objects)])).toEqual([
    ['crypto', 'fips.o'],
    ['crypto/asymmetric_keys'],
    ['crypto/async_tx'],
    ['lib/crypto', 'chacha.o', 'x86/blake2s-core.o', 'tests/'],
    ['arch/x86/crypto'],
    ['arch/arm64/crypto'],
  ])
})

test('an option leaves out its objects, with or without CONFIG_', async () => {
  const because = 'left out by --except CONFIG_CRYPTO_SERPENT'
  expect(await leftOut({ except: ['CONFIG_CRYPTO_SERPENT'] })).toEqual([
    ['crypto', because, 'serpent_generic.o'],
  ])
  expect(await leftOut({ except: ['ASYNC_XOR'] })).toEqual([
    ['crypto/async_tx', 'left out by --except ASYNC_XOR', 'async_xor.o'],
  ])
})

test('a directory is left out whole, and so are those below it', async () => {
  expect(await leftOut({ except: ['arch/x86/crypto/'] })).toEqual([
    ['arch/x86/crypto', 'left out by --except arch/x86/crypto/'],
  ])
  const because = 'left out by --except crypto/async_tx'
  expect(await leftOut({ except: ['crypto/async_tx'] })).toEqual([
    ['crypto', because, 'async_tx/'],
    ['crypto/async_tx', because],
  ])
  expect((await leftOut({ except: ['crypto'] })).map(([path]) => path)).toEqual(['crypto', 'crypto/async_tx'])
})

test('an option that a directory hangs on stands for the directory', async () => {
  expect((await leftOut({ except: ['ASYNC_CORE'] })).map(([path]) => path)).toEqual([
    'crypto',
    'crypto/async_tx',
  ])
})

test('only what is named is carved, less what is excepted, and the way to it is kept', async () => {
  const because = 'not among --only crypto/async_tx'
  expect(await leftOut({ only: ['crypto/async_tx'] })).toEqual([
    ['crypto', because, 'crypto.o', 'aes_generic.o', 'serpent_generic.o', 'always.o'],
    ['arch/x86/crypto', because],
  ])
  expect(await leftOut({ only: ['crypto'], except: ['CRYPTO_AES'] })).toEqual([
    ['crypto', 'left out by --except CRYPTO_AES', 'aes_generic.o'],
    ['arch/x86/crypto', 'not among --only crypto'],
  ])
})

test('an unknown name is refused, with those like it', async () => {
  const refused = selectDirectories(await tree(), { ...everything, except: ['CRYPTO_SERPANT'] })
  await expect(refused).rejects.toMatchObject({
    message: 'CRYPTO_SERPANT is no carved directory of this tree and no option of an object in one',
    hint: expect.stringContaining('CRYPTO_SERPENT'),
  })
  await expect(refused).rejects.toBeInstanceOf(UsageError)
})

test('a selection of nothing is refused', async () => {
  const except = ['crypto', 'arch/x86/crypto']
  await expect(selectDirectories(await tree(), { ...everything, except })).rejects.toThrow(
    'the selection leaves nothing to carve',
  )
})

test('the makefile names what is left out, in lines that fit', async () => {
  const steps = carvedMakefiles(
    await selectDirectories(await tree(), { only: ['crypto/async_tx'], except: [] }),
  )
  const edited = steps.flatMap(({ variants }) => variants.flatMap(({ files }) => files))
  expect(edited.map(({ path }) => path)).not.toContain('arch/x86/crypto/Makefile')
  const texts = edited.flatMap(({ edits }) => edits.flatMap(edit => ('text' in edit ? [edit.text] : [])))
  expect(texts).toContain(
    '\n# Not in fips140.ko: not among --only crypto/async_tx.\ncrypto-objs-vmlinux += crypto.o aes_generic.o serpent_generic.o always.o\n',
  )
  expect(Math.max(...texts.flatMap(text => text.split('\n').map(({ length }) => length)))).toBeLessThan(81)
})

const MANAGER = `
obj-$(CONFIG_CRYPTO_USER) += crypto_user.o
cryptomgr-y := algboss.o testmgr.o
obj-$(CONFIG_CRYPTO_MANAGER2) += cryptomgr.o
obj-$(CONFIG_CRYPTO_RSA) += rsa.o \\
	other.o
rsa-objs := a.o \\
	b.o
rsa-$(CONFIG_NEW) += c.o
`

/** A makefile as it becomes, up to the rules of what stays. */
async function carvedMakefile(...except: string[]) {
  const root = await makeTree({ 'crypto/Makefile': MANAGER })
  const directories = await selectDirectories(root, { ...everything, except })
  const steps = carvedMakefiles(directories.filter(({ path }) => path === 'crypto'))
  const { files } = await planEdits(root, { name: 'carve', parameters: {}, steps, files: [] })
  return Buffer.from(files[0]?.newContent ?? [])
    .toString()
    .trim()
    .split('\n')
}

test('a part of a composite is left out alone, in its place among the others', async () => {
  const lines = await carvedMakefile('crypto/algboss.o', 'crypto/b.o')
  expect(lines.slice(0, 7)).toEqual([
    'crypto-objs-$(CONFIG_CRYPTO_USER) += crypto_user.o',
    'cryptomgr-y := testmgr.o',
    'crypto-objs-$(CONFIG_CRYPTO_MANAGER2) += algboss.o cryptomgr.o',
    'crypto-objs-$(CONFIG_CRYPTO_RSA) += rsa.o b.o \\',
    '\tother.o',
    'rsa-objs := a.o \\',
    '',
  ])
  expect(lines).toContain('crypto-objs-vmlinux += algboss.o')
  expect(lines).toContain('# Not in fips140.ko: left out by --except crypto/b.o.')
})

test('an object is left out by its own name', async () => {
  const lines = await carvedMakefile('crypto/crypto_user.o', 'crypto/cryptomgr.o', 'crypto/testmgr.o')
  expect(lines).toContain('cryptomgr-y := algboss.o testmgr.o')
  expect(lines.filter(line => line.startsWith('crypto-objs-vmlinux'))).toEqual([
    'crypto-objs-vmlinux += crypto_user.o',
    'crypto-objs-vmlinux += cryptomgr.o',
  ])
})

test.each([
  [{ except: ['crypto/algbos.o'] }, 'crypto/algbos.o is no object of a carved directory of this tree'],
  [{ except: ['crypto/c.o'] }, 'crypto/c.o is no object of a carved directory of this tree'],
  [{ except: ['crypto/algboss.o', 'crypto/testmgr.o'] }, 'no part of crypto/cryptomgr.o would be left'],
  [{ only: ['crypto/algboss.o'] }, 'crypto/algboss.o is a part of another object'],
])('%o is refused', async (selection, message) => {
  const root = await makeTree({ 'crypto/Makefile': MANAGER })
  await expect(selectDirectories(root, { ...everything, ...selection })).rejects.toThrow(message)
})
