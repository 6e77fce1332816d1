// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDirectory } from '../../dist/core/cache-directory.js'
import { Missing } from './missing.mjs'

const RELEASES = ['6.1.0-47', '6.1.0-56', '6.1.0-50']
/** Their modules are compressed. */
const PACKED = ['6.12.107+deb12', '6.12.117+deb12']
const MODULE_DIRECTORIES = ['crypto', 'arch/x86/crypto', 'lib/crypto']

/**
 * Two of Debian's kernels as `npm run test:reuse` has unpacked them, and one between them. Throws Missing when it has not unpacked the
 * two.
 */
export function debianKernels() {
  const [from, to, between] = RELEASES.map(debianKernel)
  for (const { root, modules } of [from, to])
    if (modules.length === 0) throw new Missing(`${root} is not there: npm run test:reuse downloads it`)
  return { from, to, between }
}

/** Two more, whose modules are compressed; of what `npm run test:reuse` has not unpacked there are no modules. */
export function packedKernels() {
  const [from, to] = PACKED.map(debianKernel)
  return { from, to }
}

function debianKernel(version) {
  const release = `${version}-amd64`
  const packages = join(cacheDirectory(), 'packages')
  const root = join(packages, release)
  const modules = MODULE_DIRECTORIES.map(directory =>
    join(root, 'lib/modules', release, 'kernel', directory),
  ).filter(existsSync)
  return {
    release,
    root,
    modules,
    vmlinuz: join(root, 'boot', `vmlinuz-${release}`),
    headers: join(root, 'usr/src', `linux-headers-${release}`),
    /** All of the headers, for compiling. */
    kbuild: join(packages, `headers-${release}/usr/src/linux-headers-${release}`),
  }
}

/** The sources that the first of the two was built from, as far as they are modules. */
export const debianSources = () =>
  join(cacheDirectory(), 'packages/linux-source-6.1-6.1.170-3/linux-source-6.1')
