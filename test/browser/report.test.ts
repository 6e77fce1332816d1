// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { sampleRun } from '../../src/report-page/testing/sample-run.js'
import { openPage, reportOf } from './open-page.js'

const pages: Record<number, string> = {}
beforeAll(async () => {
  for (const symbols of [60, 600]) {
    pages[symbols] = await reportOf(sampleRun({ symbols, algorithms: symbols }), `of-${symbols}`)
  }
})

describe.each([60, 600])('with %i symbols', symbols => {
  const path = () => pages[symbols] ?? ''

  test('the page opens, says nothing on the console and asks for nothing', async () => {
    const { page, troubles } = await openPage(path())
    expect(await page.locator('h1').textContent()).toContain('as its stock kernel')
    await expect.poll(() => page.locator('#boundary-picture .part').count()).toBeGreaterThan(5)
    expect(await page.locator('#boot-timeline .bar').count()).toBe(2 * 5 * 12)
    expect(troubles).toEqual([])
    const paint = await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime')
    const { size } = await stat(path())
    process.stdout.write(
      `${symbols} symbols: ${Math.round(size / 1024)} KiB, first paint after ${Math.round(Number(paint))} ms\n`,
    )
    expect(size).toBeLessThan(2_000_000)
  })

  test('search, kind and direction choose what picture and table show', async () => {
    const { page, troubles } = await openPage(path())
    const rows = page.locator('#boundary-rows tr:visible')
    const inwards = symbols - Math.floor(symbols / 3)
    await expect.poll(() => rows.count()).toBe(inwards)
    await page.getByPlaceholder('symbol, object or function').fill('crypto_symbol_31')
    const found = Array.from({ length: symbols }, (_, n) => n).filter(
      n => n % 3 !== 2 && `${n}`.startsWith('31'),
    )
    expect(await rows.count()).toBe(found.length)
    expect(await page.locator('#boundary-count').textContent()).toBe(`${found.length} of ${inwards} symbols`)
    await page.getByPlaceholder('symbol, object or function').fill('')
    await page.getByText('variables', { exact: true }).click()
    const kinds = await rows.evaluateAll(all => [...new Set(all.map(row => row.className))])
    expect(kinds).toEqual(['variable'])
    await page.getByText('module → kernel').click()
    await page.getByText('all', { exact: true }).click()
    expect(await rows.count()).toBe(symbols - inwards)
    expect(troubles).toEqual([])
  })

  test('a part is chosen by mouse and keyboard, and Escape shows all again', async () => {
    const { page } = await openPage(path())
    const rows = page.locator('#boundary-rows tr:visible')
    const part = page.locator('#boundary-picture .part').first()
    await part.click()
    const all = symbols - Math.floor(symbols / 3)
    await expect.poll(() => rows.count()).toBeLessThan(all)
    expect(await page.locator('[aria-pressed=true]').count()).toBe(1)
    await page.keyboard.press('Escape')
    expect(await rows.count()).toBe(all)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.locator('[aria-pressed=true]').count()).toBe(1)
    expect(await rows.count()).toBeLessThan(all)
  })

  test('tables are searched', async () => {
    const { page } = await openPage(path())
    await page.locator('input[data-filter=algorithms-0]').fill('skcipher hash1-')
    expect(await page.locator('#algorithms-0 tbody tr:visible').count()).toBe(1)
  })

  test.each(['light', 'dark'] as const)('in the %s theme text stands out', async colorScheme => {
    const { page } = await openPage(path(), { colorScheme })
    const contrasts = await page.evaluate(CONTRASTS)
    for (const [name, contrast] of Object.entries(contrasts as Record<string, number>)) {
      expect.soft(contrast, name).toBeGreaterThan(4.5)
    }
  })

  test('on a phone nothing is wider than the page', async () => {
    const { page, troubles } = await openPage(path(), { viewport: { width: 390, height: 800 } })
    await expect.poll(() => page.locator('#boundary-picture svg').count()).toBe(1)
    for (const details of await page.locator('details.check > summary, details.edit > summary').all())
      await details.click()
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(troubles).toEqual([])
  })

  test('it can be printed', async () => {
    const { page } = await openPage(path())
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav').isVisible()).toBe(false)
    expect(await page.locator('details.check summary').first().isVisible()).toBe(true)
  })

  test('without scripts the tables are all there, and no control that does nothing', async () => {
    const { page } = await openPage(path(), { javaScriptEnabled: false })
    expect(await page.locator('#boundary-rows tr').count()).toBe(symbols)
    expect(await page.locator('#boundary-controls').isVisible()).toBe(false)
  })
})

test('markup in the names of a kernel is shown, not obeyed', async () => {
  const hostile =
    '<img src="http://localhost:1/x" onerror="document.title=1"></script><script>document.title=2</script>'
  const run = JSON.parse(JSON.stringify(sampleRun()), (key, value) =>
    typeof value === 'string' && /^(?:name|function|text|object|definedIn|claim|driver)$/.test(key)
      ? `${value}${hostile}`
      : value,
  )
  const { page, troubles } = await openPage(await reportOf(run, 'hostile'))
  await expect.poll(() => page.locator('#boundary-picture .part').count()).toBeGreaterThan(5)
  expect(await page.title()).toContain('Linux 6.12.0')
  expect(await page.locator('img').count()).toBe(0)
  expect(troubles).toEqual([])
})

/** By variable: the contrast (WCAG 2) of what is written in it, on the ground and on what is raised. */
const CONTRASTS = `(() => {
  const style = getComputedStyle(document.documentElement)
  const light = name => {
    const hex = style.getPropertyValue(name).trim().replace('#', '')
    const [r, g, b] = [0, 2, 4].map(at => parseInt(hex.length === 3 ? hex[at / 2].repeat(2) : hex.slice(at, at + 2), 16) / 255)
      .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a, b) => { const [dark, bright] = [light(a), light(b)].sort((x, y) => x - y); return (bright + 0.05) / (dark + 0.05) }
  const result = {}
  for (const text of ['--text', '--muted', '--carved', '--variable', '--pass', '--fail', '--skip']) {
    for (const ground of ['--ground', '--raised']) result[text + ' on ' + ground] = contrast(text, ground)
  }
  result['--text on --plus'] = contrast('--text', '--plus')
  result['--text on --minus'] = contrast('--text', '--minus')
  return result
})()`
