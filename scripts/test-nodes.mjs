// SPDX-License-Identifier: GPL-2.0-only
// npm run test:nodes -- 22 24: `npm test` in a clone of what is committed, under other majors of Node.js.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fail } from './lib/fail.mjs'
import { output, root, run } from './lib/run.mjs'

const given = process.argv.slice(2)
const majors = given.length > 0 ? given : ['20', '22', '24']
for (const major of majors)
  if (!/^\d+$/.test(major)) fail(2, `${major} is no major version of Node.js`, 'such as 22')

const work = mkdtempSync(join(tmpdir(), 'kcarve-nodes-'))
process.on('exit', () => rmSync(work, { recursive: true, force: true }))

const results = majors.map(major => {
  const bin = fetchNode(major)
  const clone = join(work, `clone-${major}`)
  if (run('git', ['clone', '--quiet', root, clone]) !== 0) fail(2, 'the repository could not be cloned')
  const started = Date.now()
  const env = { PATH: `${bin}${delimiter}${process.env.PATH}` }
  const code = run('npm', ['test'], { cwd: clone, env })
  const seconds = Math.round((Date.now() - started) / 1000)
  return {
    code,
    text: `Node.js ${output(join(bin, 'node'), ['--version']).trim()}: exit ${code} after ${seconds} s\n`,
  }
})
process.stdout.write(results.map(({ text }) => text).join(''))
process.exit(results.every(({ code }) => code === 0) ? 0 : 1)

/** Installs the newest of a major version, and gives the directory of its `node`. */
function fetchNode(major) {
  // The package `node` only fetches this one, by a script that npm does not run without being allowed to.
  const name = `node-${process.platform}-${process.arch}`
  const prefix = join(work, `node-${major}`)
  const options = ['--prefix', prefix, '--no-audit', '--no-fund', '--loglevel=error']
  if (run('npm', ['install', ...options, `${name}@${major}`]) !== 0)
    fail(3, `the registry has no ${name}@${major}`)
  return join(prefix, 'node_modules', name, 'bin')
}
