// SPDX-License-Identifier: GPL-2.0-only
import { execFile, spawn } from 'node:child_process'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const exec = promisify(execFile)
const MIRROR = process.env.KCARVE_TEST_DEBIAN_MIRROR ?? 'http://deb.debian.org/debian'
const SUITES = ['trixie', 'trixie-backports']
const PACKAGES = [
  ...[
    'rustc',
    'rust-src',
    'bindgen',
    'gcc',
    'libc6-dev',
    'ccache',
    'make',
    'flex',
    'bison',
    'bc',
    'perl',
    'python3',
  ],
  ...['libelf-dev', 'libssl-dev', 'xz-utils', 'cpio', 'kmod', 'git'],
  ...['linux-source-6.12', 'linux-source-7.2', 'linux-source-7.3'],
]

export interface RustRoot {
  readonly directory: string
  /** Runs a program in the root; `at` is a directory in it. */
  run(at: string, program: string, ...args: string[]): Promise<RootResult>
}

export interface RootResult {
  readonly exitCode: number | null
  /** Both streams. */
  readonly output: string
}

/**
 * A Debian with a rustc and bindgen that the kernels take (bookworm's are too old), and with their sources: the directory
 * that KCARVE_TEST_RUST_ROOT names, made where there is none, or one in the cache. To enter it one has to be root.
 */
export async function rustRoot(cacheHome: string): Promise<RustRoot> {
  const directory = process.env.KCARVE_TEST_RUST_ROOT ?? join(cacheHome, 'rust-root')
  const isThere = await stat(directory).then(
    () => true,
    () => false,
  )
  if (!isThere) await makeRoot(directory)
  return { directory, run: (at, program, ...args) => runInRoot(directory, at, [program, ...args]) }
}

async function makeRoot(directory: string): Promise<void> {
  await mkdir(dirname(directory), { recursive: true })
  const partial = `${directory}.partial`
  await rm(partial, { recursive: true, force: true })
  const args = [
    ...['--quiet', '--variant=minbase', '--mode=root', `--include=${PACKAGES.join(',')}`],
    // A mirror may be a snapshot.
    '--aptopt=Acquire::Check-Valid-Until "false"',
    ...['doc', 'man', 'locale'].map(name => `--dpkgopt=path-exclude=/usr/share/${name}/*`),
  ]
  const sources = SUITES.map(suite => `deb ${MIRROR} ${suite} main`)
  await exec('mmdebstrap', [...args, SUITES[0] as string, partial, ...sources], { maxBuffer: 1 << 26 })
  await rename(partial, directory)
}

/** In namespaces of its own, so that nothing stays mounted, and no process of it runs on. */
function runInRoot(root: string, at: string, command: readonly string[]): Promise<RootResult> {
  const unshare = [
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    `--root=${root}`,
    `--wd=${at}`,
    '--mount-proc',
  ]
  const child = spawn('unshare', [...unshare, ...command], {
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LC_ALL: 'C', CCACHE_DIR: '/root/.ccache' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', exitCode => resolve({ exitCode, output }))
  })
}
