// SPDX-License-Identifier: GPL-2.0-only
// Draws the pictures of docs/concepts.md: node scripts/concept-pictures.mjs
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bootPicture } from './lib/boot-picture.mjs'
import { carvedKernelPicture } from './lib/carved-kernel-picture.mjs'
import { root } from './lib/run.mjs'

for (const [name, picture] of [
  ['carved-kernel.svg', carvedKernelPicture()],
  ['boot.svg', bootPicture()],
])
  writeFileSync(join(root, 'docs/pictures', name), picture)
