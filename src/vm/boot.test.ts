// SPDX-License-Identifier: GPL-2.0-only
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Architecture } from '../arch/architecture.js'
import { x86_64 } from '../arch/x86-64.js'
import { MissingError, UsageError } from '../core/errors.js'
import { type BootOptions, bootKernel } from './boot.js'

/** A machine whose QEMU is a shell script, with `say` to print on the console. */
async function machine(script: string): Promise<BootOptions> {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-boot-'))
  const program = join(directory, 'qemu')
  const find = 'for word; do case "$word" in file:*) console=$(echo "$word" | cut -c6-) ;; esac; done'
  await writeFile(program, `#!/bin/sh\n${find}\nsay() { printf '%s\\r\\n' "$1" >>"$console"; }\n${script}\n`)
  await chmod(program, 0o755)
  const files = { kernel: join(directory, 'bzImage'), initramfs: join(directory, 'initramfs') }
  for (const path of Object.values(files)) await writeFile(path, '')
  const arch: Architecture = { ...x86_64, qemu: { ...x86_64.qemu, program } }
  return { arch, ...files, logPath: join(directory, 'console.log') }
}

const KERNEL = "say '[    0.000000] Linux version 6.12.117'"

test('a guest that comes to its end has completed, and its texts are there', async () => {
  const options = await machine(`${KERNEL}
say '@@kcarve up 6.12.117'
say '@@kcarve begin modules'; say '|ctr 1 0 - Live'; say '@@kcarve end modules'
say '@@kcarve done'`)
  const result = await bootKernel(options)
  expect(result).toMatchObject({ outcome: 'completed', release: '6.12.117', relevantLines: [] })
  expect(result.texts.get('modules')).toBe('ctr 1 0 - Live\n')
})

test('a panic ends the boot though the machine goes on, and is told by its lines', async () => {
  const options = await machine(`${KERNEL}
say '[    1.0] Kernel panic - not syncing: demo: crypto_shash_final called before the load'
say '[    1.0] Call Trace:'
exec sleep 60`)
  const result = await bootKernel(options)
  expect(result.outcome).toBe('panic')
  expect(result.summary).toContain('crypto_shash_final')
  expect(result.relevantLines.at(-1)).toBe('Call Trace:')
  expect(result.durationMs).toBeLessThan(15_000)
})

test('a kernel that falls silent hangs', async () => {
  const result = await bootKernel({ ...(await machine(`${KERNEL}\nexec sleep 60`)), silenceMs: 1500 })
  expect(result).toMatchObject({
    outcome: 'hang',
    summary: 'The kernel hangs: nothing on the console for 1.5 s',
    relevantLines: ['Linux version 6.12.117'],
  })
})

test('a check that stalls is named, with what it had said that it does', async () => {
  const script = `${KERNEL}
say '@@kcarve up 6.12.117'
say 'KTAP version 1'
say '@@kcarve check afalg'
say 'ok 1 afalg'
say '@@kcarve check again'`
  const stalls = async (more: string) =>
    (await bootKernel({ ...(await machine(`${script}\n${more}\nexec sleep 60`)), silenceMs: 1500 })).summary
  expect(await stalls(':')).toBe('The check again stalls: nothing on the console for 1.5 s')
  expect(await stalls("say '@@kcarve doing copying the module'")).toBe(
    'The check again stalls (copying the module): nothing on the console for 1.5 s',
  )
  expect(await stalls("say 'not ok 2 again'")).toBe('The kernel hangs: nothing on the console for 1.5 s')
})

test('a kernel that talks for ever hangs at the deadline', async () => {
  const script = `${KERNEL}\nwhile sleep 0.1; do say '[    1.0] again'; done`
  const result = await bootKernel({ ...(await machine(script)), deadlineMs: 1500, silenceMs: 1000 })
  expect(result).toMatchObject({ outcome: 'hang', summary: 'The kernel hangs: not done after 1.5 s' })
})

test('an oops is an outcome of its own though the guest completes', async () => {
  const options = await machine(
    `${KERNEL}\nsay '[    1.0] BUG: sleeping function called'\nsay '@@kcarve done'`,
  )
  expect(await bootKernel(options)).toMatchObject({
    outcome: 'oops',
    summary: 'BUG: sleeping function called',
  })
})

test('a machine that resets before the guest is done has exited', async () => {
  expect(await bootKernel(await machine(KERNEL))).toMatchObject({ outcome: 'exited' })
})

test('an image that QEMU refuses does not boot, in its words, which are in the log', async () => {
  const options = await machine('echo "qemu: invalid kernel header" >&2; exit 1')
  const result = await bootKernel(options)
  expect(result).toMatchObject({
    outcome: 'not-bootable',
    summary: 'The image does not boot: qemu: invalid kernel header',
  })
  expect(await readFile(options.logPath ?? '', 'utf8')).toBe('qemu: invalid kernel header\n')
})

test('an abort ends the machine and throws the reason', async () => {
  const options = await machine(`${KERNEL}\nexec sleep 60`)
  const abort = new AbortController()
  const boot = bootKernel({
    ...options,
    signal: abort.signal,
    onEvent: () => abort.abort(new Error('enough')),
  })
  await expect(boot).rejects.toThrow('enough')
})

test('a missing QEMU and a missing image are told apart', async () => {
  const options = await machine('')
  const arch = { ...options.arch, qemu: { ...options.arch.qemu, program: 'kcarve-no-such-qemu' } }
  await expect(bootKernel({ ...options, arch })).rejects.toMatchObject({
    constructor: MissingError,
    hint: 'apt-get install qemu-system-x86',
  })
  await expect(bootKernel({ ...options, kernel: '/no/such/image' })).rejects.toThrow(UsageError)
})

test('a machine that somebody has killed is told as that, whether the kernel spoke or not', async () => {
  for (const script of [KERNEL, ':']) {
    const result = await bootKernel(await machine(`${script}\nkill -KILL $$`))
    expect(result).toMatchObject({
      outcome: 'exited',
      summary: 'QEMU was ended by SIGKILL before the guest had shut down',
    })
  }
})
