// SPDX-License-Identifier: GPL-2.0-only
import type { KnipConfig } from 'knip'

/** `knip --production`, part of `npm run ok`: what only tests use is in no folder but testing/. */
const config: KnipConfig = {
  entry: ['src/cli/main.ts!', 'page/main.ts!', 'bench/bench.mjs!', 'bench/sections/*.mjs!', 'scripts/*.mjs!'],
  project: ['src/**/*.ts!', 'page/**/*.ts!', 'bench/**/*.mjs!', 'scripts/**/*.mjs!', '!**/testing/**!'],
  // bench/ imports what has been compiled.
  compilers: {
    mjs: text => text.replaceAll("'../../dist/", "'../../src/").replaceAll("'../dist/", "'../src/"),
  },
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Tables of a specification, of which most is used.
  ignoreIssues: { 'src/formats/elf/constants.ts': ['exports'] },
}

export default config
