// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from './fail.mjs'
import { root, run } from './run.mjs'

/** Runs `npm ci` unless node_modules holds what the lockfile names. */
export function ensureNpmPackages() {
  if (isInstalled()) return
  process.stderr.write('installing npm packages (npm ci)\n')
  // TypeScript is a development dependency, and we build from source.
  const code = run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) fail(code > 128 ? code : 2, 'npm ci failed', 'see its messages above')
}

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
