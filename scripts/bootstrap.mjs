// SPDX-License-Identifier: GPL-2.0-only
// What a bare clone needs before anything of it runs: node scripts/bootstrap.mjs [test|build|boot|source]...
// Plain JavaScript without dependencies, for there are none yet.
import { pathToFileURL } from 'node:url'
import { ensureCompiled } from './lib/compile.mjs'
import { ensureDebianPackages } from './lib/debian-packages.mjs'
import { fail } from './lib/fail.mjs'
import { ensureNpmPackages } from './lib/npm-packages.mjs'

/** npm packages, dist/, and the Debian packages of the purposes; does only what is not done already. */
export function bootstrap(purposes) {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 11)) {
    fail(3, `Node.js 20.11 or newer is needed, this is ${process.versions.node}`)
  }
  ensureDebianPackages(purposes)
  ensureNpmPackages()
  ensureCompiled()
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) bootstrap(process.argv.slice(2))
