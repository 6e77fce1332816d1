// SPDX-License-Identifier: GPL-2.0-only
// npm start: the bootstrap, then `kcarve start` with the same arguments in the same process, so that signals reach it.
import { fileURLToPath } from 'node:url'
import { bootstrap } from './bootstrap.mjs'

const args = process.argv.slice(2)
const has = (...names) => args.some(arg => names.some(name => arg === name || arg.startsWith(`${name}=`)))

const needsNothing = has('-h', '--help')
const needsSource = !has('--tree', '--tarball', '--linux')
const needsCross = /(?:^|\s)--arch[= ]arm64(?:\s|$)/.test(args.join(' '))
bootstrap(
  needsNothing ? [] : ['build', 'boot', ...(needsSource ? ['source'] : []), ...(needsCross ? ['arm64'] : [])],
)

process.argv.splice(
  1,
  args.length + 1,
  fileURLToPath(new URL('../bin/kcarve.mjs', import.meta.url)),
  'start',
  ...args,
)
await import('../bin/kcarve.mjs')
