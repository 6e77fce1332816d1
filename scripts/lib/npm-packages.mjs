// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from './fail.mjs'
import { output, root, run } from './run.mjs'

/** Installs what the lockfile names unless node_modules holds it. */
export function ensureNpmPackages() {
  if (isInstalled()) return
  process.stderr.write('installing npm packages\n')
  // npm ci refuses a lockfile without the optional packages of other platforms, as npm writes it where the registry does
  // not serve them; npm install takes the same versions all the same.
  if (output('npm', ['ci', ...OPTIONS]) !== undefined) return
  const code = run('npm', ['install', '--no-save', ...OPTIONS])
  if (code !== 0)
    fail(code > 128 ? code : 2, 'the npm packages could not be installed', 'see the messages above')
}

// TypeScript is a development dependency, and we build from source.
const OPTIONS = ['--include=dev', '--no-progress', '--no-audit', '--no-fund', '--loglevel=error']

/** The versions are compared, not the times: git gives the lockfile today's. */
function isInstalled() {
  const wanted = readPackages(join(root, 'package-lock.json'))
  if (wanted === undefined) fail(2, 'package-lock.json cannot be read')
  const found = readPackages(join(root, 'node_modules/.package-lock.json'))
  if (found === undefined) return false
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === '' || (found[path]?.version ?? (optional ? version : undefined)) === version,
  )
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined
  }
}
