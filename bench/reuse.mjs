// SPDX-License-Identifier: GPL-2.0-only
// What `kcarve reuse` takes on two kernels of Debian's, beside depmod and abidiff: node bench/reuse.mjs [--json] [FROM TO].
// abidiff needs debug information, which Debian has in packages of 1 GB: VMLINUX_FROM and VMLINUX_TO name unpacked ones.
// It asserts nothing. The packages are those that `npm run test:reuse` has unpacked in the cache; depmod is kmod's, abidiff
// that of abigail-tools (node scripts/bootstrap.mjs bench).
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cacheDirectory } from '../dist/core/cache-directory.js'
import { openModules } from '../dist/reuse/index.js'

const BIN = fileURLToPath(new URL('../bin/kcarve.mjs', import.meta.url))
/** How often /proc is looked at, in milliseconds. */
const INTERVAL = 5
const RUNS = 3

const args = process.argv.slice(2).filter(arg => arg !== '--json')
const [from, to] = [args[0] ?? '6.1.0-47', args[1] ?? '6.1.0-56'].map(debianKernel)
const scratch = mkdtempSync(join(tmpdir(), 'kcarve-bench-'))
try {
  const rows = await measureAll()
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.versions.node}`
  const method = `median of ${RUNS} runs by wall time, files in the page cache; memory is VmHWM, processor time that of the process, both from /proc every ${INTERVAL} ms`
  const result = { schema: 'kcarve/bench-reuse/1', pair: [from.release, to.release], machine, method, rows }
  process.stdout.write(
    process.argv.includes('--json') ? `${JSON.stringify(result, null, 2)}\n` : text(result),
  )
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function debianKernel(version) {
  const release = `${version}-amd64`
  const root = join(cacheDirectory(), 'packages', release)
  const modules = ['crypto', 'arch/x86/crypto', 'lib/crypto']
    .map(directory => join(root, 'lib/modules', release, 'kernel', directory))
    .filter(directory => isThere(directory))
  if (modules.length === 0) {
    process.stderr.write(`${root} is not there: npm run test:reuse downloads it\n`)
    process.exit(3)
  }
  const [vmlinuz, headers] = [
    join(root, 'boot', `vmlinuz-${release}`),
    join(root, 'usr/src', `linux-headers-${release}`),
  ]
  return { release, root, modules, vmlinuz, headers }
}

function isThere(directory) {
  try {
    return readdirSync(directory).length > 0
  } catch {
    return false
  }
}

async function measureAll() {
  const kcarve = (...more) => [
    process.execPath,
    BIN,
    'reuse',
    ...from.modules,
    '--quiet',
    '--kernel',
    ...more,
  ]
  const list = join(scratch, 'list')
  const { VMLINUX_FROM, VMLINUX_TO } = process.env
  const imports = new Set((await openModules(from.modules)).flatMap(({ crcs }) => [...crcs.keys()]))
  writeFileSync(list, `[abi_whitelist]\n${[...imports].map(name => `  ${name}\n`).join('')}`)
  const symvers = join(to.headers, 'Module.symvers')
  const commands = [
    ['kcarve reuse, against headers', kcarve(to.headers)],
    ['kcarve reuse, against vmlinuz', kcarve(to.vmlinuz)],
    ['kcarve reuse, with what was compiled for it', kcarve(to.headers, '--compiled', ...to.modules)],
    ['depmod -n -e -E', ['depmod', '-n', '-e', '-E', symvers, '-b', from.root, from.release]],
  ]
  if (VMLINUX_FROM !== undefined && VMLINUX_TO !== undefined) {
    const command = ['abidiff', '--kmi-whitelist', list, VMLINUX_FROM, VMLINUX_TO]
    commands.push([`abidiff, ${imports.size} symbols`, command])
  }
  const rows = []
  for (const [name, command] of commands) {
    const runs = []
    for (let run = 0; run < RUNS; run++) runs.push(await measure(command))
    rows.push({ name, ...runs.sort((a, b) => a.seconds - b.seconds)[Math.floor(RUNS / 2)] })
  }
  return rows
}

/** Seconds and MiB of one run, its exit code, and how many lines it prints. */
function measure([program, ...rest]) {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'] })
    let [lines, megabytes, cpu] = [0, 0, 0]
    const count = chunk => {
      for (const byte of chunk) if (byte === 10) lines++
    }
    child.stdout.on('data', count)
    child.stderr.on('data', count)
    const timer = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'latin1')
        megabytes = Math.max(megabytes, Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0) / 1024)
        const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1')
          .replace(/^.*\) /, '')
          .split(' ')
        cpu = (Number(stat[11]) + Number(stat[12])) / 100
      } catch {
        // It has ended.
      }
    }, INTERVAL)
    child.once('error', error => {
      clearInterval(timer)
      reject(error)
    })
    child.once('close', exitCode => {
      clearInterval(timer)
      resolve({ seconds: (performance.now() - started) / 1000, cpu, megabytes, exitCode, lines })
    })
  })
}

function text({ pair, machine, method, rows }) {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const line = (name, ...cells) =>
    `${name.padEnd(width)}${cells.map(cell => String(cell).padStart(10)).join('')}\n`
  return [
    `${pair.join(' -> ')}: modules of crypto/, arch/x86/crypto and lib/crypto\n`,
    line('', 'seconds', 'cpu s', 'MiB', 'exit', 'lines'),
    ...rows.map(row =>
      line(
        row.name,
        row.seconds.toFixed(2),
        row.cpu.toFixed(2),
        Math.round(row.megabytes),
        row.exitCode,
        row.lines,
      ),
    ),
    `${machine}\n${method}\n`,
  ].join('')
}
