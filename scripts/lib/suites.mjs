// SPDX-License-Identifier: GPL-2.0-only

const KERNELS = ['test', 'build', 'boot', 'source']

/** What each suite of tests needs besides npm packages, as scripts/debian-packages.json names it. */
export const PURPOSES = {
  browser: ['browser'],
  kernel: [...KERNELS, 'package'],
  queue: ['test', 'queue'],
  matrix: [...KERNELS, 'package', 'arm64', 'root', 'matrix'],
  reuse: [...KERNELS, 'reuse'],
  root: [...KERNELS, 'package', 'root'],
}
