// SPDX-License-Identifier: GPL-2.0-only

export const KERNEL_HELP =
  'the kernel that the module imports from: its build tells which object defines each symbol, an image or headers what is exported'
