// SPDX-License-Identifier: GPL-2.0-only
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { kcarve } from '../kcarve.js'

const directory = await mkdtemp(join(tmpdir(), 'kcarve-browser-'))
let browser: Browser | undefined
afterAll(async () => {
  await browser?.close()
  await rm(directory, { recursive: true, force: true })
})

/** Writes the report of a run by the command line; returns the page's path. */
export async function reportOf(run: object, name: string): Promise<string> {
  const from = join(directory, `${name}-run.json`)
  const page = join(directory, `${name}.html`)
  await writeFile(from, JSON.stringify(run))
  const { exitCode, stderr } = await kcarve(['report', from, '-q', '-o', page])
  expect([exitCode, stderr]).toEqual([0, ''])
  return page
}

export interface OpenPage {
  readonly page: Page
  /** What the console said, scripts threw, and was asked for besides the page itself. */
  readonly troubles: readonly string[]
}

/** Opens a page as from a disk. */
export async function openPage(path: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  browser ??= await chromium.launch({
    executablePath: '/usr/bin/chromium',
    // Chromium's sandbox does not start for root.
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  const page = await browser.newPage(options)
  const troubles: string[] = []
  const url = pathToFileURL(path).href
  page.on('console', message => troubles.push(`console: ${message.text()}`))
  page.on('pageerror', error => troubles.push(`error: ${error.message}`))
  page.on('request', request => {
    if (request.url() !== url && !request.url().startsWith('data:'))
      troubles.push(`request: ${request.url()}`)
  })
  await page.goto(url)
  return { page, troubles }
}
