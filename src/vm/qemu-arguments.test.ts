// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { arm64 } from '../arch/arm64.js'
import { x86_64 } from '../arch/x86-64.js'
import { qemuArguments } from './qemu-arguments.js'

const machine = { arch: x86_64, kernel: 'bzImage', initramfs: 'initramfs.cpio' }

test('the kernel command line is one argument, the given words last', () => {
  const args = qemuArguments({ ...machine, append: ['fips=1', 'ima_hash=sha512'] })
  expect(args[args.indexOf('-append') + 1]).toMatch(/^console=ttyS0 .* panic=-1 .* fips=1 ima_hash=sha512$/)
})

test('counting needs one processor and a time that follows the instructions', () => {
  const args = qemuArguments({ ...machine, cpus: 4, icount: true })
  expect(args[args.indexOf('-smp') + 1]).toMatch(/^1,/)
  expect(args).toContain('-icount')
  expect(qemuArguments({ ...machine, cpus: 4 })).not.toContain('-icount')
})

test('where time passes while a processor waits for its turn, the kernel is patient', () => {
  const patience = expect.stringContaining(' watchdog_thresh=60 rcupdate.rcu_cpu_stall_timeout=120')
  expect(qemuArguments(machine)).toContainEqual(patience)
  expect(qemuArguments({ ...machine, icount: true })).not.toContainEqual(patience)
})

test('every processor is one of its own for a kernel without ACPI', () => {
  const args = qemuArguments({ ...machine, cpus: 4 })
  expect(args[args.indexOf('-smp') + 1]).toBe('4,sockets=4,cores=1,threads=1')
})

test('an architecture brings its machine and its console', () => {
  const args = qemuArguments({ ...machine, arch: arm64 })
  expect(args[args.indexOf('-machine') + 1]).toBe('virt')
  expect(args[args.indexOf('-append') + 1]).toMatch(/^console=ttyAMA0 /)
})

test('a disk is found by its name, and what the guest writes to it is thrown away', () => {
  const args = qemuArguments({ ...machine, disks: [{ name: 'kcarve-root', path: '/cache/a,b.ext4' }] })
  expect(args[args.indexOf('-drive') + 1]).toBe(
    'if=none,id=kcarve-root,format=raw,snapshot=on,file=/cache/a,,b.ext4',
  )
  expect(args[args.indexOf('-device') + 1]).toBe('virtio-blk-pci,drive=kcarve-root,serial=kcarve-root')
})

test('a TPM is the one of the machine', () => {
  const device = (arch: typeof x86_64) => {
    const args = qemuArguments({ ...machine, arch, tpmSocket: '/tmp/tpm/socket' })
    return args[args.indexOf('-device') + 1]
  }
  expect([x86_64, arm64].map(device)).toEqual(['tpm-tis,tpmdev=tpm', 'tpm-tis-device,tpmdev=tpm'])
})
