// SPDX-License-Identifier: GPL-2.0-only
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type GuideBlock, type GuideSuite, readGuide } from './read-guide.js'
import { isShownOutput, readerOutput } from './shown-output.js'

export const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url))
const BIN = fileURLToPath(new URL('../../bin/kcarve.mjs', import.meta.url))

type Variables = Readonly<Record<string, string>>

/** Prepares for one guide what its commands need. */
export type PrepareGuide = () => Promise<{
  /** Those that a reader sets, such as TREE. */
  readonly variables: Variables
  /** What else the commands run with. */
  readonly env?: Variables
}>

/** Tests that run a suite's commands of every guide, in order, in a directory that the guide has for itself. */
export async function testGuides(suite: GuideSuite, prepare: PrepareGuide): Promise<void> {
  for (const name of (await readdir(DOCS)).filter(file => file.endsWith('.md')).sort()) {
    const blocks = readGuide(await readFile(join(DOCS, name), 'utf8'), `docs/${name}`)
    const own = blocks.filter(block => block.suite === suite)
    if (own.length > 0) describe(`docs/${name}`, () => testBlocks(own, prepare))
  }
}

function testBlocks(blocks: readonly GuideBlock[], prepare: PrepareGuide): void {
  let scratch: string
  let work: string
  let variables: Variables
  let given: Variables

  beforeAll(async () => {
    scratch = await mkdtemp(join(tmpdir(), 'kcarve-guide-'))
    work = join(scratch, 'work')
    await mkdir(work)
    await mkdir(join(scratch, 'bin'))
    await symlink(BIN, join(scratch, 'bin/kcarve'))
    const prepared = await prepare()
    variables = prepared.variables
    given = { ...AUTHOR, ...prepared.env, ...variables }
  })
  afterAll(() => rm(scratch, { recursive: true, force: true }))

  for (const { line, script, output } of blocks) {
    test(`line ${line}: ${script.split('\n')[0]}`, async () => {
      const env = { ...given, PATH: `${join(scratch, 'bin')}:${process.env.PATH}` }
      const { exitCode, printed } = await runScript(script, work, env)
      const seen = readerOutput(printed, { ...variables, PWD: work })
      expect(exitCode, seen).toBe(0)
      // A comparison that fails shows where they differ.
      if (output !== undefined && !isShownOutput(seen, output)) expect(seen).toBe(output)
    })
  }
}

const AUTHOR = {
  GIT_AUTHOR_NAME: 'A Maintainer',
  GIT_AUTHOR_EMAIL: 'maintainer@example.org',
  GIT_COMMITTER_NAME: 'A Maintainer',
  GIT_COMMITTER_EMAIL: 'maintainer@example.org',
}

/** Runs commands in a shell that ends with the first that fails; what they print on both streams comes as one. */
function runScript(
  script: string,
  cwd: string,
  env: Variables,
): Promise<{ exitCode: number | null; printed: string }> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${script}`], {
    cwd,
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', exitCode => resolve({ exitCode, printed }))
  })
}
