// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { completionScript } from './completion.js'
import { manPage } from './man-page.js'
import { newProgram } from './program.js'

const program = await newProgram(async () => {})

/** What bash would offer for the last of these words. */
function offered(...words: string[]): string[] {
  const script = `${completionScript(program, 'bash')}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kcarve; printf '%s\\n' "\${COMPREPLY[@]}"`
  const out = execFileSync('bash', ['-c', script, 'bash', ...words], { encoding: 'utf8' })
  return out.split('\n').filter(Boolean)
}

test('commands, options and values are completed', () => {
  expect(offered('kcarve', 're')).toEqual(['recipes', 'revert', 'reuse', 'report'])
  expect(offered('kcarve', 'boot', '--fa')).toEqual(['--fault'])
  expect(offered('kcarve', 'start', '--arch', 'a')).toContain('arm64')
  expect(offered('kcarve', 'plan', 'package.j')).toEqual(['package.json'])
})

test('fish gets a line for each option', () => {
  const script = completionScript(program, 'fish')
  expect(script).toMatch(/__fish_seen_subcommand_from boot' -l fault -r -a 'all' -d '/)
  const quotes = (line: string) => line.replaceAll("\\'", '').split("'").length - 1
  expect(script.split('\n').filter(line => quotes(line) % 2 !== 0)).toEqual([])
})

test('the manual page names each command and option, with nothing that roff would take for its own', () => {
  const page = manPage(program, '1.0')
  for (const command of program.commands) expect(page).toContain(`.SS ${command.name()} `)
  expect(page).toContain('.B \\-\\-fault <names>')
  const requests = page.split('\n').filter(line => /^[.']/.test(line))
  expect(requests.filter(line => !/^\.(?:TH|SH|SS|TP|B|I|BR)\b/.test(line))).toEqual([])
})
