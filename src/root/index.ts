// SPDX-License-Identifier: GPL-2.0-only
export { putBootFiles } from './boot-files.js'
export { makeKernelDisk } from './kernel-disk.js'
export { INITRD_TOOLS, type InitrdTools, makeInitrd } from './make-initrd.js'
export { ROOT_CHOICES, rootDisk } from './root-disk.js'
