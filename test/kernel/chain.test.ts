// SPDX-License-Identifier: GPL-2.0-only
import { copyFile, mkdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { x86_64 } from '../../src/arch/x86-64.js'
import { bootKernel, buildInitramfs } from '../../src/vm/index.js'
import { kcarve } from '../kcarve.js'
import { keepSmall, type StartedKernel, startedKernel, withWrapper } from '../started-kernel.js'
import { withChangedHeader } from './changed-header.js'

const env = { XDG_CACHE_HOME: inject('cacheHome') }
let kernel: StartedKernel

test('interrupted in the middle of the build, start ends with 130', async () => {
  const endAt = { text: '[6/8] build', signal: 'SIGINT' } as const
  const { exitCode, stdout, stderr } = await kcarve(['start', ...withWrapper], { env, endAt })
  expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' })
  expect(stderr).toMatch(/kcarve: interrupted\n$/)
})

test('started again, it goes on, and every check of the carved kernel passes', async () => {
  const { exitCode, stdout, stderr } = await kcarve(['start', ...withWrapper, '--json'], { env })
  expect(stderr).toMatch(/\[4\/8\] apply .* already applied\n/)
  const report = JSON.parse(stdout)
  expect(report.schema).toBe('kcarve/start/2')
  expect(report.checks.filter(({ status }: { status: string }) => status !== 'pass')).toEqual([])
  expect(exitCode).toBe(0)
  kernel = await keepSmall(startedKernel(stdout))
})

test('a third time there is nothing to compile', async () => {
  const { exitCode, stdout, stderr } = await kcarve(['start', ...withWrapper], { env })
  expect(stderr).toMatch(/\[6\/8\] build .* 0 objects compiled,/)
  expect(stdout).toContain('all checks pass')
  expect(exitCode).toBe(0)
})

test('the tree tells what was done to it', async () => {
  const { stdout } = await kcarve(['status', kernel.tree, '--json'], { env })
  expect(JSON.parse(stdout)).toMatchObject({ state: 'applied', modified: [] })
})

test('the page of the run tells the boundary, every initcall with its level, and the edits', async () => {
  const page = kernel.report
  expect(await readFile(page, 'utf8')).toContain('boots and passes every check')
  const { boots, crossings, edits } = JSON.parse(await readFile(page.replace(/html$/, 'json'), 'utf8'))
  const initcalls: { level: string | null; module: string | null }[] = boots[0].initcalls
  expect(initcalls.filter(({ level }) => level === null)).toEqual([])
  expect(initcalls.filter(({ module }) => module === 'fips140').length).toBeGreaterThan(50)
  const used = crossings.symbols.filter(({ direction }: { direction: string }) => direction === 'in')
  expect(used.filter(({ definedIn }: { definedIn: string | null }) => definedIn === null)).toEqual([])
  expect(used.filter(({ users }: { users: object[] }) => users.length === 0)).toEqual([])
  expect(edits.filter(({ diff }: { diff: string }) => diff === '')).toEqual([])
})

test('a build by itself can be reported', async () => {
  const page = join(env.XDG_CACHE_HOME, 'build.html')
  const { exitCode, stdout } = await kcarve(['report', kernel.build, '-o', page, '--json'], { env })
  expect(exitCode).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ schema: 'kcarve/report/2', verdict: { answer: 'unjudged' } })
})

test('image and module can be inspected', async () => {
  const image = await kcarve(['inspect', kernel.image, '--json'], { env })
  const module = await kcarve(['inspect', kernel.module, '--json'], { env })
  const { embedded } = JSON.parse(image.stdout)
  expect(embedded).toMatchObject({ name: 'fips140' })
  expect(JSON.parse(module.stdout).sha256).toBe(embedded.sha256)
})

test('the image carries what was built, byte for byte, and its digest is right', async () => {
  const out = join(env.XDG_CACHE_HOME, 'extracted')
  expect(await kcarve(['extract', kernel.image, '-o', out], { env })).toMatchObject({ exitCode: 0 })
  const [carried, built] = await Promise.all([readFile(join(out, 'fips140.ko')), readFile(kernel.module)])
  expect(carried.equals(built)).toBe(true)
  for (const file of [join(kernel.build, 'vmlinux'), kernel.image, join(out, 'fips140.ko')]) {
    expect(await kcarve(['verify', file, '--quiet'], { env })).toMatchObject({ exitCode: 0 })
  }
  await truncate(join(out, 'fips140.ko'), built.length - 1)
  expect(await kcarve(['verify', join(out, 'fips140.ko'), '--quiet'], { env })).not.toMatchObject({
    exitCode: 0,
  })
})

const archive = join(env.XDG_CACHE_HOME, 'archive')

test('the build is archived, and what is judged of it includes lib/crypto', async () => {
  await rm(archive, { recursive: true, force: true })
  expect(await kcarve(['archive', kernel.build, '-o', archive], { env })).toMatchObject({ exitCode: 0 })
  expect(await kcarve(['verify', archive, '--quiet'], { env })).toMatchObject({ exitCode: 0 })
  const other = join(env.XDG_CACHE_HOME, 'changed-header')
  await rm(other, { recursive: true, force: true })
  const changed = await withChangedHeader(kernel.build, other, {
    header: 'linux/mpi.h',
    from: 'struct gcry_mpi {',
    to: 'struct gcry_mpi {\n\tlong added;',
  })
  const { exitCode, stdout } = await kcarve(['reuse', archive, '--kernel', changed, '--changed-only'], {
    env,
  })
  expect(exitCode).toBe(1)
  expect(stdout).toMatch(/ lib\/crypto\/mpi\/mpi-add\.o: mpi_add\(\).*\(gcry_mpi\.added is new\)/)
  const sources = await kcarve(['reuse', '--source', kernel.tree, '--kernel', kernel.build, '--json'], {
    env,
  })
  expect(JSON.parse(sources.stdout)).toMatchObject({ compiles: true, skipped: [] })
})

test('one changed byte of the archive is found', async () => {
  const gcm = join(archive, 'source/crypto/gcm.c')
  await writeFile(gcm, (await readFile(gcm, 'utf8')).replace('GCM', 'gcm'))
  const changed = await kcarve(['verify', archive], { env })
  expect(changed.exitCode).toBe(1)
  expect(changed.stdout).toContain('source/crypto/gcm.c has been changed')
})

test('the same kernel passes in FIPS mode', async () => {
  const { exitCode, stdout } = await kcarve(['boot', kernel.build, '--fips', '--json'], { env })
  expect(JSON.parse(stdout).checks.filter(({ status }: { status: string }) => status === 'fail')).toEqual([])
  expect(exitCode).toBe(0)
})

for (const [what, bytes, expected] of [
  [
    'a byte of the module',
    'description=Standalone crypto module',
    'integrity check: HMAC-SHA256 of the module failed',
  ],
  [
    'a digit of its digest',
    '*crypto/fips140/fips140.ko',
    'integrity check: HMAC-SHA256 of the module failed',
  ],
  [
    'the answer of the known-answer test',
    '\x9b\x09\xff\xa7\x1b\x94\x2f\xcb',
    'HMAC-SHA256 known-answer test failed',
  ],
] as const) {
  test(`with ${what} changed a boot in FIPS mode panics, and says why`, async () => {
    const vmlinux = await readFile(join(kernel.build, 'vmlinux'))
    const at = vmlinux.indexOf(Buffer.from(bytes, 'latin1'))
    expect(at).toBeGreaterThan(0)
    // The digest stands in front of the name of its file. Its digit becomes another one, not some other character.
    if (bytes.startsWith('*')) vmlinux[at - 2] = vmlinux[at - 2] === 0x30 ? 0x31 : 0x30
    else vmlinux[at] = (vmlinux[at] ?? 0) ^ 1
    const copy = join(env.XDG_CACHE_HOME, 'changed-vmlinux')
    await writeFile(copy, vmlinux)
    const args = ['boot', copy, '--fips', '--expect', `panic:fips140: ${expected}`]
    expect(await kcarve(args, { env })).toMatchObject({ exitCode: 0 })
    const plain = await kcarve(['boot', copy, '--json'], { env })
    expect(
      JSON.parse(plain.stdout).checks.filter(({ status }: { status: string }) => status === 'fail'),
    ).toEqual([])
  })
}

test('a panic is the answer no, with the lines that say why, unless it is expected', async () => {
  const args = ['boot', kernel.image, '--append', 'rdinit=/nope root=/dev/nope']
  const unexpected = await kcarve(args, { env })
  expect(unexpected.exitCode).toBe(1)
  expect(unexpected.stdout).toContain('FAILED  boots to user space')
  expect(unexpected.stdout).toContain('Kernel panic - not syncing')
  expect((await kcarve([...args, '--expect', 'panic:init'], { env })).exitCode).toBe(0)
})

test('a kernel that takes too long is the answer no', async () => {
  const { exitCode, stdout } = await kcarve(['boot', kernel.image, '--timeout', '1'], { env })
  expect(exitCode).toBe(1)
  expect(stdout).toContain('not done after 1 s')
})

test('a guest runs the checks of any part that it is given', async () => {
  const directory = join(env.XDG_CACHE_HOME, 'part')
  for (const folder of ['checks', 'dumps', 'hello']) await mkdir(join(directory, folder), { recursive: true })
  await writeFile(join(directory, 'checks/greets.sh'), '/kcarve/hello "$(option name)"\n')
  await writeFile(join(directory, 'dumps/version.sh'), 'cat /proc/version\n')
  const program =
    '#include <stdio.h>\nint main(int argc, char **argv) { return !printf("hello %s\\n", argv[1]); }\n'
  await writeFile(join(directory, 'hello/hello.c'), program)
  const initramfs = join(env.XDG_CACHE_HOME, 'part.cpio')
  const cacheDir = join(env.XDG_CACHE_HOME, 'kcarve')
  const parts = [{ directory, programs: ['hello'] }]
  await writeFile(initramfs, await buildInitramfs({ arch: x86_64, parts, cacheDir }))
  const guest = { checks: ['greets'], after: ['version'], words: { name: 'reader' } }
  const boot = await bootKernel({ arch: x86_64, kernel: kernel.image, initramfs, guest })
  expect(boot.summary).toBe('The guest shut down cleanly')
  expect(boot.ktap).toContain('# hello reader\nok 1 greets')
  expect(boot.texts.get('version')).toMatch(/^Linux version /)
})

test('a truncated image is refused in one line', async () => {
  const copy = join(env.XDG_CACHE_HOME, 'truncated')
  await copyFile(kernel.image, copy)
  await truncate(copy, (await stat(copy)).size >> 1)
  const { exitCode, stderr } = await kcarve(['boot', copy, '--quiet'], { env })
  expect(exitCode).toBe(2)
  expect(stderr).toMatch(/^kcarve: .*truncated: .*\n$/)
})

test('without QEMU or compiler the machine lacks something, which is named', async () => {
  const poor = { ...env, PATH: join(env.XDG_CACHE_HOME, 'nothing') }
  const boot = await kcarve(['boot', kernel.image, '--quiet'], { env: poor })
  expect(boot).toMatchObject({ exitCode: 3 })
  const start = await kcarve(['build', kernel.tree, '--quiet'], { env: poor })
  expect(start).toMatchObject({ exitCode: 3 })
  expect(start.stderr).toMatch(/^kcarve: .*\n {2}apt-get install .*\n$/)
})

test('stock and carved do the same', async () => {
  const { exitCode, stdout, stderr } = await kcarve(['prove', ...withWrapper, '--json'], { env })
  expect(stdout, stderr).not.toBe('')
  const report = JSON.parse(stdout)
  const checks: { id: string; status: string }[] = report.checks
  // Linux 6.12 has no KUnit tests of the carved code.
  const kunit = { id: 'kunit', status: 'skip' }
  expect(checks.filter(({ status }) => status !== 'pass')).toMatchObject([kunit])
  expect(report.schema).toBe('kcarve/prove/2')
  expect(exitCode).toBe(0)
})
