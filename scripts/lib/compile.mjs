// SPDX-License-Identifier: GPL-2.0-only
import { readdirSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fail } from './fail.mjs'
import { root, run } from './run.mjs'

const INPUTS = ['src', 'page', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json']
const STAMP = join(root, 'dist/.complete')

/** Compiles src/ and page/ into dist/ unless nothing has changed since it was last done. What is left of sources that are gone goes. */
export function ensureCompiled() {
  // tsc has to forget what was removed, or it takes it for made when the source comes back.
  const wasStale = removeStale(root)
  const newest = Math.max(...INPUTS.map(input => newestIn(join(root, input))))
  if (!wasStale && newest <= timeOf(STAMP)) return
  const started = new Date()
  process.stderr.write('compiling src/ (tsc)\n')
  const code = run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'])
  if (code !== 0) fail(code > 128 ? code : 2, 'src/ does not compile', 'see the messages above')
  bundlePage()
  // The time is that of the start: a file that was saved meanwhile counts as newer.
  writeFileSync(STAMP, started.toISOString())
}

/** What is put into every report's page: one script and one style sheet. */
function bundlePage() {
  // Not imported above: a bare clone has no packages when this file is read.
  const { buildSync } = createRequire(import.meta.url)('esbuild')
  try {
    buildSync({
      absWorkingDir: root,
      entryPoints: { page: 'page/main.ts', style: 'page/page.css' },
      outdir: 'dist/page',
      bundle: true,
      minify: true,
      format: 'iife',
      target: 'es2022',
    })
  } catch {
    fail(2, 'page/ does not compile', 'see the messages above')
  }
}

/** @internal tsc leaves in dist/ what it made of a source that has been renamed or removed, and npm would pack it. Returns whether there was such. */
export function removeStale(tree) {
  const dist = join(tree, 'dist')
  if (statSync(dist, { throwIfNoEntry: false }) === undefined) return false
  return removeIn(dist, path => isMade(tree, relative(dist, path)))
}

function removeIn(directory, isWanted) {
  let removed = false
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) {
      removed = removeIn(path, isWanted) || removed
      if (readdirSync(path).length === 0) rmdirSync(path)
    } else if (!isWanted(path)) {
      rmSync(path)
      removed = true
    }
  }
  return removed
}

/** Whether a file of dist/, by its path there, is one that we make: by tsc, as tsconfig.build.json says, or by bundlePage(). */
function isMade(tree, path) {
  if (/^(?:\.complete|\.tsbuildinfo|page\/(?:page\.js|style\.css))$/.test(path)) return true
  const source = path.replace(/\.js$/, '.ts')
  if (source === path || /\.test\.ts$|(?:^|\/)testing\//.test(source)) return false
  return statSync(join(tree, 'src', source), { throwIfNoEntry: false }) !== undefined
}

function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

function newestIn(path) {
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  const inside = readdirSync(path).map(name => newestIn(join(path, name)))
  return Math.max(status.mtimeMs, ...inside)
}
