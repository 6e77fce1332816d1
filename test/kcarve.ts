// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { deviations, documentedSchemas } from './guides/json-members.js'

const BIN = fileURLToPath(new URL('../bin/kcarve.mjs', import.meta.url))

const JSON_MD = fileURLToPath(new URL('../docs/json.md', import.meta.url))

export interface KcarveResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface KcarveOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Sends the signal as soon as stderr holds the text, or so many milliseconds later. */
  readonly endAt?: {
    readonly text: string | RegExp
    readonly signal: NodeJS.Signals
    readonly afterMs?: number
  }
  readonly cwd?: string
}

/** Runs the compiled command line, as its users do. Rejects when it prints JSON that is not as docs/json.md has it. */
export function kcarve(
  args: readonly string[],
  { env = {}, endAt, cwd }: KcarveOptions = {},
): Promise<KcarveResult> {
  const child = spawn(process.execPath, [BIN, ...args], {
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const before = stderr
    stderr += text
    if (endAt === undefined || isIn(before, endAt.text) || !isIn(stderr, endAt.text)) return
    setTimeout(() => child.kill(endAt.signal), endAt.afterMs ?? 0)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', exitCode => {
      const wrong = args.includes('--json') && stdout !== '' ? undocumented(stdout) : []
      if (wrong.length === 0) resolve({ exitCode, stdout, stderr })
      else reject(new Error(`docs/json.md: ${wrong.join(', ')}`))
    })
  })
}

const undocumented = (json: string): string[] =>
  deviations(JSON.parse(json), documentedSchemas(readFileSync(JSON_MD, 'utf8')))

const isIn = (output: string, text: string | RegExp) =>
  typeof text === 'string' ? output.includes(text) : text.test(output)
