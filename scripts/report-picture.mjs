// SPDX-License-Identifier: GPL-2.0-only
// The pictures of the report beside README's session, light and dark: the first screen of a run's page.
//   node scripts/report-picture.mjs REPORT.html
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { bootstrap } from './bootstrap.mjs'
import { fail } from './lib/fail.mjs'
import { root } from './lib/run.mjs'

const SIZE = { width: 1240, height: 860 }

const [report] = process.argv.slice(2)
if (report === undefined) fail(2, 'give the page of a run', 'it is named at the end of npm start')
bootstrap(['browser'])
const cacheHome = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
// As README's session: paths of this machine are left out.
const html = readFileSync(resolve(report), 'utf8')
  .replaceAll(cacheHome, '~/.cache')
  .replaceAll(`${homedir()}/`, '~/')

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
})
for (const colorScheme of ['light', 'dark']) {
  const page = await browser.newPage({ colorScheme, viewport: SIZE })
  await page.setContent(html)
  await page.screenshot({ path: join(root, `docs/pictures/report-${colorScheme}.png`) })
}
await browser.close()
