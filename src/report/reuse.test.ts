// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import type { ReuseReport } from '../reuse/index.js'
import { reuseText } from './reuse.js'

const module = (name: string, verdict: 'fits' | 'breaks') => ({
  path: `${name}.ko`,
  sha256: 'ab',
  name,
  verdict,
  findings: [],
  crcs: { changed: 1, compared: 9, total: 9 },
})
const report: ReuseReport = {
  verdict: 'breaks',
  accepted: false,
  kernel: { path: 'vmlinuz', kind: 'image', release: '6.12.0', arch: 'x86_64', exports: 1234 },
  totals: {
    modules: 2,
    fits: 1,
    breaks: 1,
    toAccept: 0,
    notProven: 0,
    imports: 9,
    missing: 1,
    crcs: 9,
    crcCompared: 9,
    crcChanged: 2,
    refused: 1,
  },
  reasons: [
    { fact: 'imports', effect: 'breaks', text: 'x is not exported by the kernel', modules: ['gcm'] },
    { fact: 'crcs', effect: 'refused', text: 'imports have other CRCs', modules: ['ctr'] },
    { fact: 'btf', effect: 'differs', text: 'its BTF will be ignored', modules: ['gcm', 'ctr'] },
  ],
  modules: [module('gcm', 'breaks'), module('ctr', 'fits')],
}

test('the verdict leads, then the reasons, then what was looked at and what cannot be seen', () => {
  expect(reuseText(report)).toBe(`BREAKS  2 modules in 6.12.0 (vmlinuz): 1 fit, 1 break
breaks
  x is not exported by the kernel  [gcm]
modprobe refuses it, which says nothing of its code
  imports have other CRCs  [ctr]
differs, which decides nothing
  its BTF will be ignored  [all]
looked at
  modules  2
  exports  1,234 of the kernel
  imports  9 different, 1 not exported by the kernel
  CRCs     2 of 9 differ: modprobe refuses 1 module
  facts    architecture, symbols, vermagic, crcs, imports, namespaces, license, struct module, sections, features, boundary, btf, signature, compiled
cannot be seen
  what functions of the kernel do when they are called, and what locks they expect to be held
  how much memory the kernel allocates for structures that it hands to the module
`)
})

test('verbose lists the modules, and without CRCs there is nothing to say of them', () => {
  const totals = { ...report.totals, crcs: 0, crcCompared: 0, crcChanged: 0, refused: 0 }
  const text = reuseText({ ...report, totals }, { verbose: true })
  expect(text).toContain('  CRCs     none: the modules were made without CONFIG_MODVERSIONS\n')
  expect(text).toContain('modules\n  gcm  breaks  1 of 9 CRCs differ\n  ctr  fits    1 of 9 CRCs differ\n')
})

test('where the kernel has no CRCs none are said to differ', () => {
  const totals = { ...report.totals, crcCompared: 0, crcChanged: 0, refused: 0 }
  const modules = report.modules.map(each => ({ ...each, crcs: { changed: 0, compared: 0, total: 9 } }))
  const text = reuseText({ ...report, totals, modules }, { verbose: true })
  expect(text).toContain('  CRCs     none to compare: the kernel has no CRC of the 9 imports\n')
  expect(text).not.toContain('of 0')
})
