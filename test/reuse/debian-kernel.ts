// SPDX-License-Identifier: GPL-2.0-only
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheDirectory } from '../../src/core/cache-directory.js'

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
    unpacked(`linux-image-${release}`),
    unpacked(`linux-headers-${release}`),
    unpacked(`linux-headers-${version}-common`),
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

  /** Downloads a package and unpacks it beside the others of the kernel; a mark tells that it is done. */
  async function unpacked(name: string): Promise<string | undefined> {
    const mark = join(packages, `${name}.unpacked`)
    if (await exists(mark)) return mark
    await mkdir(packages, { recursive: true })
    const download = await mkdtemp(join(packages, 'download-'))
    try {
      await run('apt-get', ['download', name], { cwd: download })
      const [file] = await readdir(download)
      if (file === undefined) return undefined
      const [deb, target] = [join(download, file), join(packages, release)]
      await mkdir(target, { recursive: true })
      const { stdout } = await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$1" | tar -t', 'sh', deb], {
        maxBuffer: 1 << 26,
      })
      const wanted = stdout.split('\n').filter(path => WANTED.some(pattern => pattern.test(path)))
      const list = join(download, 'list')
      await writeFile(list, wanted.join('\n'))
      const unpack = 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" -T "$3"'
      await run('sh', ['-c', unpack, 'sh', deb, target, list])
      await writeFile(mark, `${file}\n`)
      return mark
    } catch {
      return undefined
    } finally {
      await rm(download, { recursive: true, force: true })
    }
  }
}

const packages = join(cacheDirectory(), 'packages')

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )
