// SPDX-License-Identifier: GPL-2.0-only
// The session at the top of README.md, made anew: `npm start` in a clone of what is committed, with the arguments given.
//   node scripts/readme-session.mjs [--cc-wrapper ccache]
// scripts/report-picture.mjs makes the picture below it from the page of such a run.
// Its cache is that of XDG_CACHE_HOME; a build that is there already is not made again, and would be shown so.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail } from './lib/fail.mjs'
import { root, run } from './lib/run.mjs'
import { sessionText, withSession } from './lib/session-block.mjs'

const args = process.argv.slice(2)
const clone = mkdtempSync(join(tmpdir(), 'kcarve-session-'))
process.on('exit', () => rmSync(clone, { recursive: true, force: true }))
if (run('git', ['clone', '--quiet', root, clone]) !== 0) fail(2, 'the repository could not be cloned')

const { code, output } = await startIn(clone)
if (code !== 0) fail(code, 'npm start failed, README.md stays as it is')
const readme = join(root, 'README.md')
const command = ['npm start', ...(args.length > 0 ? ['--', ...args] : [])].join(' ')
const cacheHome = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
const text = sessionText(output, { home: homedir(), cacheHome })
writeFileSync(readme, withSession(readFileSync(readme, 'utf8'), command, text))

/** Runs it with its output on ours; resolves to the exit code, and to both streams as they came. */
function startIn(directory) {
  const child = spawn('npm', ['start', '--silent', '--', ...args], {
    cwd: directory,
    stdio: ['inherit', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
      process.stdout.write(text)
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', status => resolve({ code: status ?? 130, output }))
  })
}
