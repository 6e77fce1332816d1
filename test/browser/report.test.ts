// SPDX-License-Identifier: GPL-2.0-only
import { stat } from 'node:fs/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { sampleRun } from '../../src/report-page/testing/sample-run.js'
import { CONTRASTS } from './contrasts.js'
import { type OpenPage, openPage, reportOf } from './open-page.js'

describe.each([60, 600])('with %i symbols', symbols => {
  const inwards = symbols - Math.floor(symbols / 3)
  let path = ''
  /** One page for the tests that leave it as it was. */
  let open: OpenPage
  beforeAll(async () => {
    path = await reportOf(sampleRun({ symbols, algorithms: symbols }), `of-${symbols}`)
    open = await openPage(path)
  })

  test('the page opens, says nothing on the console and asks for nothing', async () => {
    const { page, troubles } = open
    expect(await page.locator('h1').textContent()).toContain('matches its stock kernel')
    await expect.poll(() => page.locator('#boundary-picture .part').count()).toBeGreaterThan(5)
    expect(await page.locator('#boot-timeline .bar').count()).toBe(2 * 5 * 12)
    expect(troubles).toEqual([])
    const paint = Number(
      await page.evaluate('performance.getEntriesByName("first-contentful-paint")[0]?.startTime'),
    )
    const { size } = await stat(path)
    process.stdout.write(
      `${symbols} symbols: ${Math.round(size / 1024)} KiB, first paint after ${Math.round(paint)} ms\n`,
    )
    expect(size).toBeLessThan(2_000_000)
  })

  test('search, kind and direction choose what picture and table show', async () => {
    const { page, troubles } = open
    const rows = page.locator('#boundary-rows tr:not([hidden])')
    const search = page.getByPlaceholder('symbol, object or function')
    expect(await rows.count()).toBe(inwards)
    await search.fill('crypto_symbol_31')
    const found = Array.from({ length: symbols }, (_, n) => n).filter(
      n => n % 3 !== 2 && `${n}`.startsWith('31'),
    )
    expect(await rows.count()).toBe(found.length)
    expect(await page.locator('#boundary-count').textContent()).toBe(`${found.length} of ${inwards} symbols`)
    await search.fill('')
    await page.getByText('variables', { exact: true }).click()
    expect(await rows.evaluateAll(all => [...new Set(all.map(row => row.className))])).toEqual(['variable'])
    expect(await page.locator('.ribbon:not(.variable)').count()).toBe(0)
    await page.getByText('module → kernel').click()
    await page.getByText('all', { exact: true }).click()
    expect(await rows.count()).toBe(symbols - inwards)
    await page.getByText('kernel → module').click()
    expect(troubles).toEqual([])
  })

  test('a part is chosen by mouse and keyboard, and Escape shows all again', async () => {
    const { page } = open
    const rows = page.locator('#boundary-rows tr:not([hidden])')
    await page.locator('#boundary-picture .part').first().click()
    expect(await rows.count()).toBeLessThan(inwards)
    expect(await page.locator('[aria-pressed=true]').count()).toBe(1)
    await page.keyboard.press('Escape')
    expect(await rows.count()).toBe(inwards)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await page.locator('[aria-pressed=true]').count()).toBe(1)
    expect(await rows.count()).toBeLessThan(inwards)
    await page.keyboard.press('Escape')
  })

  test('bars are as wide as they took, or one each, and tell what they are', async () => {
    const { page } = open
    const widths = () =>
      page
        .locator('#boot-timeline .lane.stock')
        .first()
        .locator('.bar')
        .evaluateAll(bars => bars.map(bar => Math.round(Number(bar.getAttribute('width')))))
    expect(new Set(await widths()).size).toBeGreaterThan(6)
    await page.getByText('one each').click()
    expect(new Set(await widths()).size).toBe(1)
    await page.locator('#boot-timeline .bar.carved').first().hover()
    expect(await page.locator('#boot-told').textContent()).toBe('init_4_4 (fips140, level 4, carved): 50 µs')
  })

  test('tables are searched', async () => {
    const { page } = open
    await page.locator('input[data-filter=algorithms-0]').fill('skcipher hash1-')
    expect(await page.locator('#algorithms-0 tbody tr:not([hidden])').count()).toBe(1)
  })

  test('on a phone nothing is wider than the page', async () => {
    const { page, troubles } = await openPage(path, { viewport: { width: 390, height: 800 } })
    await expect.poll(() => page.locator('#boundary-picture svg').count()).toBe(1)
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true')
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    expect(troubles).toEqual([])
  })
})

describe('whatever the size', () => {
  let path = ''
  beforeAll(async () => {
    path = await reportOf(sampleRun(), 'of-one')
  })

  test('in both themes text stands out', async () => {
    const { page } = await openPage(path)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const contrasts = (await page.evaluate(CONTRASTS)) as Record<string, number>
      for (const [name, contrast] of Object.entries(contrasts)) {
        expect.soft(contrast, `${name}, ${colorScheme}`).toBeGreaterThan(4.5)
      }
    }
  })

  test('it can be printed', async () => {
    const { page } = await openPage(path)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('nav').isVisible()).toBe(false)
    expect(await page.locator('details.check summary').first().isVisible()).toBe(true)
  })

  test('without scripts the tables are all there, and no control that does nothing', async () => {
    const { page } = await openPage(path, { javaScriptEnabled: false })
    expect(await page.locator('#boundary-rows tr').count()).toBe(60)
    expect(await page.locator('#boundary-controls').isVisible()).toBe(false)
  })

  test('the table for a security policy says what is inside, and what is outside for which reason', async () => {
    const { page } = await openPage(path)
    const rows = page.locator('.policy:not(.imports) tbody tr')
    expect(await rows.filter({ hasText: 'inside' }).count()).toBe(3)
    const random = rows.filter({ hasText: 'drivers/char' })
    expect(await random.textContent()).toMatch(/random\.o1outsidethe entropy source is outside by design/)
    const classes = page.locator('.imports tbody tr')
    expect(await classes.first().textContent()).toMatch(/^cryptography0none/)
    await rows.first().locator('summary').click()
    expect(await rows.first().getByText('aesni.o').isVisible()).toBe(true)
  })

  test('an object outside without a reason stands out in both themes', async () => {
    const { page } = await openPage(await reportOf(sampleRun({ passed: false }), 'open'))
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const colour = (of: string) => page.evaluate(`getComputedStyle(document.querySelector('${of}')).color`)
      expect(await colour('.policy tr.open td')).toBe(await colour('.verdict.no h1'))
      expect(await colour('.policy tr.out td')).not.toBe(await colour('.policy tr.open td'))
    }
    expect(await page.locator('.policy tr.open').textContent()).toContain('sha1.o')
  })

  test('bars of slab partitions are as long as their objects are many', async () => {
    const { page } = await openPage(path)
    const row = page.locator('.partitions tbody tr').nth(3)
    const numbers = (await row.locator('td.n').allInnerTexts()).map(text => Number(text.replace(',', '')))
    const widths = await row
      .locator('rect')
      .evaluateAll(bars => bars.map(bar => Number(bar.getAttribute('width'))))
    expect(numbers).toEqual([10, 6, 1011, 1307])
    expect((widths[0] ?? 0) / (widths[1] ?? 0)).toBeCloseTo(10 / 6, 1)
    expect((widths[2] ?? 0) / (widths[3] ?? 0)).toBeCloseTo(1011 / 1307, 1)
  })

  test('markup in the names of a kernel is shown, not obeyed', async () => {
    const hostile =
      '<img src="http://localhost:1/x" onerror="document.title=1"></script><script>document.title=2</script>'
    const run = JSON.parse(JSON.stringify(sampleRun()), (key, value) =>
      typeof value === 'string' && /^(?:name|function|text|object|definedIn|title|driver)$/.test(key)
        ? `${value}${hostile}`
        : value,
    )
    const { page, troubles } = await openPage(await reportOf(run, 'hostile'))
    await expect.poll(() => page.locator('#boundary-picture .part').count()).toBeGreaterThan(5)
    expect(await page.title()).toContain('Linux 6.12.0')
    expect(await page.locator('img').count()).toBe(0)
    expect(troubles).toEqual([])
  })
})
