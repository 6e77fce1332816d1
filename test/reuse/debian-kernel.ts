// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheDirectory } from '../../src/core/cache-directory.js'
import { exists } from '../../src/core/exists.js'

const run = promisify(execFile)

/** A kernel of Debian's for amd64, unpacked as far as it is needed. */
export interface DebianKernel {
  readonly vmlinuz: string
  /** The directories of its cryptographic modules. */
  readonly modules: readonly string[]
  readonly headers: string
}

/** `crypto/`, `arch/x86/crypto` and `lib/crypto`, as far as a kernel has modules there. */
const MODULE_DIRECTORIES = ['crypto', 'arch/x86/crypto', 'lib/crypto']
/** What is taken out of the packages: an image package has 400 MB of other modules. */
const WANTED = [
  /^\.\/boot\/(?:vmlinuz|config)-/,
  new RegExp(`^\\./lib/modules/[^/]+/kernel/(?:${MODULE_DIRECTORIES.join('|')})/.*\\.ko`),
  /^\.\/usr\/src\/[^/]+\/(?:Module\.symvers|Makefile|\.config|vmlinux)$/,
  /^\.\/usr\/src\/[^/]+\/include\/generated\/utsrelease\.h$/,
  /^\.\/usr\/src\/[^/]+\/arch\/x86\/include\/asm\/cpufeatures\.h$/,
]

/** Such as `6.1.0-47`; undefined when the mirror has one of its packages no longer, as mirrors keep few versions. */
export async function debianKernel(version: string): Promise<DebianKernel | undefined> {
  const release = `${version}-amd64`
  const directories = await Promise.all([
    unpacked(`linux-image-${release}`, { wanted: WANTED, target: release }),
    unpacked(`linux-headers-${release}`, { wanted: WANTED, target: release }),
    unpacked(`linux-headers-${version}-common`, { wanted: WANTED, target: release }),
  ])
  if (directories.includes(undefined)) return undefined
  const root = join(packages, release)
  const kernel = join(root, 'lib/modules', release, 'kernel')
  const present = await Promise.all(
    MODULE_DIRECTORIES.map(directory => readdir(join(kernel, directory)).catch(() => undefined)),
  )
  return {
    vmlinuz: join(root, 'boot', `vmlinuz-${release}`),
    modules: MODULE_DIRECTORIES.filter((_, index) => present[index] !== undefined).map(directory =>
      join(kernel, directory),
    ),
    headers: join(root, 'usr/src', `linux-headers-${release}`),
  }
}

/** What compiling modules of such a kernel again needs: all of its headers, with kbuild; undefined when a package is gone. */
export async function debianHeaders(version: string): Promise<string | undefined> {
  const release = `${version}-amd64`
  const root = `headers-${release}`
  const everything = { wanted: [/./], target: root }
  const found = await Promise.all([
    unpacked(`linux-headers-${release}`, everything),
    unpacked(`linux-headers-${version}-common`, everything),
    // Since 6.11 each version has its own.
    unpacked(`linux-kbuild-${version}`, everything).then(
      mark => mark ?? unpacked(`linux-kbuild-${/^\d+\.\d+/.exec(version)?.[0]}`, everything),
    ),
  ])
  return found.includes(undefined) ? undefined : join(packages, root, 'usr/src', `linux-headers-${release}`)
}

/** Of a source package: the modules, the headers that they were written for, and what kbuild makes headers with. */
const SOURCES = [
  ...MODULE_DIRECTORIES,
  'lib/mpi',
  'include',
  'arch/x86/include',
  'Makefile',
  'scripts/asn1_compiler.c',
]

/** Sources of cryptographic modules, of one version of a package such as `linux-source-6.1`; undefined when it is gone. */
export async function debianSources(name: string, version: string): Promise<string | undefined> {
  const target = `${name}-${version}`
  const tree = join(packages, target, name)
  const mark = join(packages, target, 'sources.unpacked')
  const wanted = SOURCES.join('\n')
  if ((await readFile(mark, 'utf8').catch(() => '')) === wanted) return tree
  // The tarball that an earlier run unpacked less of is gone.
  await rm(markOf(`${name}=${version}`, target), { force: true })
  if ((await unpacked(`${name}=${version}`, { wanted: [/\.tar\.xz$/], target })) === undefined)
    return undefined
  const tar = join(packages, target, 'usr/src', `${name}.tar.xz`)
  await run('tar', ['-xf', tar, '-C', join(packages, target), ...SOURCES.map(path => `${name}/${path}`)])
  await rm(tar)
  await writeFile(mark, wanted)
  return tree
}

interface Unpacking {
  readonly wanted: readonly RegExp[]
  /** Below the directory of the packages. */
  readonly target: string
}

const markOf = (name: string, target: string) => join(packages, `${name}.${target}.unpacked`)

/** No package that is looked at is larger; bytes. */
const MOST = 200e6

/** Says what comes and how large it is, before it does. Throws when the mirror does not have it, or it is larger than any expected. */
async function download(name: string, directory: string): Promise<void> {
  const { stdout } = await run('apt-get', ['download', '--print-uris', name])
  const size = Number(/^'[^']*' \S+ (\d+) /m.exec(stdout)?.[1])
  if (!(size < MOST)) throw new Error(`${name}: ${size} bytes`)
  process.stderr.write(`downloading ${name}, ${Math.ceil(size / 1e6)} MB\n`)
  await run('apt-get', ['download', name], { cwd: directory })
}

/** Downloads a package and unpacks what is wanted of it; a mark tells that it is done. */
async function unpacked(name: string, { wanted, target }: Unpacking): Promise<string | undefined> {
  const mark = wanted === WANTED ? join(packages, `${name}.unpacked`) : markOf(name, target)
  if (await exists(mark)) return mark
  await mkdir(packages, { recursive: true })
  const work = await mkdtemp(join(packages, 'download-'))
  try {
    await download(name, work)
    const [file] = await readdir(work)
    if (file === undefined) return undefined
    const [deb, root] = [join(work, file), join(packages, target)]
    await mkdir(root, { recursive: true })
    const { stdout } = await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -t', 'sh', deb], {
      maxBuffer: 1 << 26,
    })
    const paths = stdout.split('\n').filter(path => path !== '' && !path.endsWith('/'))
    const list = join(work, 'list')
    await writeFile(list, paths.filter(path => wanted.some(pattern => pattern.test(path))).join('\n'))
    const unpack = 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" -T "$3"'
    await run('sh', ['-c', unpack, 'sh', deb, root, list])
    await writeFile(mark, `${file}\n`)
    return mark
  } catch {
    return undefined
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const packages = join(cacheDirectory(), 'packages')
