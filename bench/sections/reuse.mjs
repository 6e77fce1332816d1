// SPDX-License-Identifier: GPL-2.0-only
// abidiff needs debug information, which Debian has in packages of 1 GB: VMLINUX_FROM and VMLINUX_TO name unpacked ones.
import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openModules } from '../../dist/reuse/index.js'
import { debianKernels, debianSources, packedKernels } from '../lib/debian-kernels.mjs'
import { INTERVAL, kcarve, medianRun } from '../lib/measure.mjs'
import { atMost, row } from '../lib/row.mjs'
import { timed, timeRows } from '../lib/timed.mjs'

export const title = 'Reuse'
export const method = `modules of crypto/, arch/x86/crypto and lib/crypto of one of Debian's kernels (6.1.0-47) in a later one (6.1.0-56), beside the peers; the median of 3 runs by wall time, files in the page cache; memory is VmHWM, processor time that of the process without those it starts, both from /proc every ${INTERVAL} ms. The witness compiles with nothing in its cache, once. Modules .ko.xz are those of 6.12.107 in 6.12.117`

export async function measureSection({ cache }) {
  const { from, to, between } = debianKernels()
  const work = join(cache, 'bench', 'reuse')
  // An interrupted run's.
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  try {
    const modules = await openModules(from.modules)
    return [
      ...(await factRows(from, to, modules.length)),
      ...(await packedRows()),
      ...(await peerRows(from, to, modules, work)),
      ...(await witnessRows({ from, to, between }, work)),
    ]
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

async function factRows(from, to, count) {
  const reuse = (...more) => kcarve('reuse', ...from.modules, '--quiet', '--kernel', ...more)
  const within = (seconds, text) => [atMost(seconds, text), atMost(300, '300 MiB')]
  const [headers, image] = [within(0.5, '0.5 s'), within(1, '1 s')]
  return [
    ...(await rowsOf(`kcarve reuse, ${count} modules against headers`, reuse(to.headers), headers)),
    ...(await rowsOf(`kcarve reuse, ${count} modules against vmlinuz`, reuse(to.vmlinuz), image)),
    ...(await rowsOf(
      'the same, with what was compiled for it',
      reuse(to.headers, '--compiled', ...to.modules),
    )),
  ]
}

/** Of modules that are compressed. */
async function packedRows() {
  const { from, to } = packedKernels()
  if (from.modules.length === 0 || to.modules.length === 0) return []
  const { length } = await openModules(from.modules)
  const command = kcarve('reuse', ...from.modules, '--quiet', '--kernel', to.headers)
  return rowsOf(`kcarve reuse, ${length} modules .ko.xz against headers`, command)
}

/** kmod's depmod knows nothing but CRCs, abigail-tools' abidiff nothing of modules. */
async function peerRows(from, to, modules, work) {
  const symvers = join(to.headers, 'Module.symvers')
  const depmod = ['depmod', '-n', '-e', '-E', symvers, '-b', from.root, from.release]
  const rows = await rowsOf('depmod -n -e -E', depmod)
  const { VMLINUX_FROM, VMLINUX_TO } = process.env
  if (VMLINUX_FROM === undefined || VMLINUX_TO === undefined) return rows
  const list = join(work, 'list')
  const imports = new Set(modules.flatMap(({ crcs }) => [...crcs.keys()]))
  await writeFile(list, `[abi_whitelist]\n${[...imports].map(name => `  ${name}\n`).join('')}`)
  const abidiff = ['abidiff', '--kmi-whitelist', list, VMLINUX_FROM, VMLINUX_TO]
  return [...rows, ...(await rowsOf(`abidiff, ${imports.size} symbols`, abidiff))]
}

async function witnessRows({ from, to, between }, work) {
  const sources = debianSources()
  if (![sources, ...[from, to, between].map(({ kbuild }) => kbuild)].every(existsSync)) return []
  const archive = join(work, 'archive')
  const crypto = from.modules.slice(0, 1)
  const places = ['--headers', from.kbuild, '--source', sources, '--image', from.vmlinuz]
  const count = (await openModules(crypto)).length
  const once = async (command, cache = 'cache') => {
    const env = { XDG_CACHE_HOME: join(work, cache) }
    return { carved: [await timed(command, { accept: [0, 1], env })] }
  }
  const ask = (...kernels) =>
    kcarve('reuse', archive, '--quiet', '--kernel', ...kernels.map(({ kbuild }) => kbuild))
  const archived = await once(kcarve('archive', ...crypto, ...places, '-o', archive, '--quiet'))
  const first = await once(ask(to))
  const half = atMost(1.5 * first.carved[0].wall, 'half as much again')
  return [
    ...timeRows(`kcarve archive, ${count} modules of crypto/`, archived),
    ...timeRows('kcarve reuse of that archive', first, atMost(30, '30 s'), null),
    ...timeRows('the same, asked again', await once(ask(to))),
    ...timeRows(`in two kernels, ${between.release} too`, await once(ask(to, between), 'other'), half, null),
  ]
}

async function rowsOf(name, command, [inSeconds, inMemory] = []) {
  // 1 is an answer: breaks. 4 and 12 are abidiff's for what has changed.
  const { seconds, cpu, megabytes, lines, exitCode } = await medianRun(command, { accept: [0, 1, 4, 12] })
  const told = lines === 0 ? '' : ` (exit ${exitCode}, ${lines.toLocaleString('en-US')} lines)`
  return [
    row(`${name}${told}, wall`, 's', { carved: seconds }, inSeconds),
    row(`${name}, processor`, 's', { carved: cpu }, inSeconds),
    row(`${name}, memory`, 'MiB', { carved: megabytes }, inMemory),
  ]
}
