// SPDX-License-Identifier: GPL-2.0-only

/** The generated script. The name starts with a dot, so the .gitignore of every tree covers it. */
export const SCRIPT = '.hostrustc-ld'
