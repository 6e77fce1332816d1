// SPDX-License-Identifier: GPL-2.0-only
export { makeKernelDisk } from './kernel-disk.js'
export { makeInitrd } from './make-initrd.js'
export { ROOT_CHOICES, rootDisk } from './root-disk.js'
