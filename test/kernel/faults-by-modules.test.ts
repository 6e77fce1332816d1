// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, test } from 'vitest'
import type { CryptoRequest } from '../../src/features/standalone-crypto/guest-request.js'
import { readElf, sectionData, sectionNamed } from '../../src/formats/elf/index.js'
import { readKtap } from '../../src/formats/ktap/index.js'
import type { BootResult } from '../../src/vm/index.js'
import { bootGuest, carvedSmall, initramfsOf, verdicts } from '../matrix/carved-kernel.js'

// Modules of somebody else, built out of the tree: what the mark of the set does for one, and what another can write to.
const run = promisify(execFile)
const MEMBER = 'crypto/serpent_generic.ko'
const scratch = join(inject('cacheHome'), 'out-of-tree')
let kernel: Awaited<ReturnType<typeof carvedSmall>>
let mark = ''

beforeAll(async () => {
  kernel = await carvedSmall()
  const member = readElf(await readFile(join(kernel.build, MEMBER)))
  const section = sectionNamed(member, '.fips140_member')
  if (section === undefined) throw new Error(`${MEMBER} has no mark`)
  mark = Buffer.from(sectionData(member, section)).toString().replace(/\0.*/, '')
  await rm(scratch, { recursive: true, force: true })
  await buildModules('plain')
  await buildModules('marked', `#define MARK "${mark}"\n`)
})

async function buildModules(name: string, header?: string) {
  const directory = join(scratch, name)
  await mkdir(directory, { recursive: true })
  await cp('test/kernel/out-of-tree', directory, { recursive: true })
  if (header !== undefined) await writeFile(join(directory, 'mark.h'), header)
  await run('make', ['-C', kernel.build, `M=${directory}`, 'modules'])
}

/** Boots with one of the modules, which a check loads. */
async function bootWith(
  module: string,
  { guest = {}, append = [] }: { readonly guest?: CryptoRequest; readonly append?: readonly string[] },
): Promise<BootResult> {
  const [, name = ''] = module.split('/')
  const data = await readFile(join(scratch, `${module}.ko`))
  const initramfs = await initramfsOf(kernel.build, {
    extra: [{ type: 'file', path: `kcarve/${name}.ko`, data }],
  })
  return bootGuest(kernel, initramfs, { guest: { checks: ['foreign'], ...guest }, append })
}

test('the mark is that of the module that the kernel carries', () => {
  expect(mark).toMatch(/^fips140 \S+ [0-9a-f]{40}$/)
})

const LOADED = ['foreign: pass, loaded: zero-foreign of foreign']
const REFUSED = ["foreign: fail, insmod: can't insert '/kcarve/foreign.ko': Key was rejected by service"]
const PANIC = 'Kernel panic - not syncing: Module foreign signature verification failed in FIPS mode'

test.each([
  [[], LOADED, undefined],
  [['module.sig_enforce=1'], REFUSED, undefined],
  [['fips=1'], [], PANIC],
  [['fips=1', 'module.sig_enforce=1'], REFUSED, undefined],
])('an unsigned module gets nothing by the mark, booted with %j', async (append, expected, panic) => {
  for (const set of ['plain', 'marked']) {
    const boot = await bootWith(`${set}/foreign`, { append })
    expect([set, boot.outcome, verdicts(boot), boot.panics[0]]).toEqual([
      set,
      panic === undefined ? 'completed' : 'panic',
      expected,
      panic,
    ])
  }
})

test('a service that is made with a part of another module is not called approved', async () => {
  const made = ['ctr(aes-generic)', 'ctr(aes-foreign)', 'cts(cbc(aes-foreign))']
  const { ktap } = await bootWith('plain/foreign', { guest: { made } })
  const lines = readKtap(ktap).tests.flatMap(test => test.lines)
  expect(lines.slice(-3)).toEqual([
    'approved: ctr(aes) ctr(aes-generic)',
    'not approved: ctr(aes) ctr(aes-foreign)',
    'not approved: cts(cbc(aes)) cts(cbc(aes-foreign))',
  ])
})

test.each(['__wrap_crypto_alloc_shash', 'crypto_xctr_create', 'text', 'rodata', 'ro_after_init'])(
  'a write to %s is a fault',
  async write => {
    const { outcome, oopses, events } = await bootWith('plain/write', { guest: { checks: ['write'], write } })
    const said = (text: string) => events.find(event => event.text.includes(text))?.text
    expect(outcome).toBe('panic')
    expect(oopses[0]).toMatch(/^BUG: unable to handle page fault for address: f/)
    expect(said('#PF: error_code(')).toBe('#PF: error_code(0x0003) - permissions violation')
    expect(said('RIP: ')).toMatch(/write_init\+0x/)
    console.log(`${write}: ${oopses[0]}; ${said('#PF: error_code(')}`)
  },
)

test('and a write to its data is none', async () => {
  const boot = await bootWith('plain/write', { guest: { checks: ['write'], write: 'data' } })
  expect([boot.outcome, verdicts(boot)]).toEqual(['completed', ['write: pass, part=data']])
})
