// SPDX-License-Identifier: GPL-2.0-only
import { access, chmod, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { withTpm } from './tpm.js'

/** A machine whose swtpm is a shell script, with the path of its socket in $socket. */
async function machine(script: string): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'kcarve-swtpm-'))
  const program = join(directory, 'swtpm')
  const find =
    'for word; do case "$word" in type=unixio,path=*) socket=$(echo "$word" | cut -d= -f3) ;; esac; done'
  await writeFile(program, `#!/bin/sh\n${find}\n${script}\n`)
  await chmod(program, 0o755)
  vi.stubEnv('PATH', `${directory}:${process.env.PATH}`)
}

afterEach(() => {
  vi.unstubAllEnvs()
})

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

test('the socket is there while it is lent, and nothing of it afterwards', async () => {
  await machine(': >"$socket"; exec sleep 60')
  const path = await withTpm(undefined, async socket => {
    expect(await isThere(socket ?? '')).toBe(true)
    return socket ?? ''
  })
  expect(await isThere(dirname(path))).toBe(false)
})

test('a swtpm that fails, or ends without a socket, is an error', async () => {
  const lent = vi.fn(async () => {})
  await machine('echo "no libtpms" >&2; exit 1')
  await expect(withTpm(undefined, lent)).rejects.toThrow('swtpm failed with exit code 1')
  await machine('exit 0')
  await expect(withTpm(undefined, lent)).rejects.toThrow('swtpm gives no TPM')
  expect(lent).not.toHaveBeenCalled()
})

test.each([0, 5, 60])('an abort after %i ms ends it, and throws the reason', async milliseconds => {
  await machine('exec sleep 60')
  const abort = new AbortController()
  setTimeout(() => abort.abort(new Error('enough')), milliseconds)
  await expect(withTpm(abort.signal, async () => {})).rejects.toThrow('enough')
})

test('without swtpm there is no TPM', async () => {
  vi.stubEnv('PATH', await mkdtemp(join(tmpdir(), 'kcarve-no-swtpm-')))
  expect(await withTpm(undefined, async socket => socket)).toBeUndefined()
})
