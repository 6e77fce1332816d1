// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { collectReport } from '../collect/collect-report.js'
import { readKeptResult } from '../collect/kept-result.js'
import { sampleRun } from '../testing/sample-run.js'
import { pageHtml } from './page.js'

const assets = { script: 'console.log(1)', style: 'body{}' }

function page(run: unknown): string {
  const files = [{ path: 'run.json', result: readKeptResult(JSON.stringify(run)) }]
  const report = collectReport(files, { kcarve: '1.0.0', madeAt: '2026-01-02T03:04:05.000Z', own: 'kcarve' })
  return pageHtml(report, assets, { jsonName: 'page.json' })
}

test('the verdict comes first, and every part has its section', () => {
  const text = page(sampleRun())
  expect(text.indexOf('<h1>')).toBeLessThan(text.indexOf('<h2'))
  const ids = [...text.matchAll(/<section id="(\w+)"/g)].map(match => match[1])
  expect(ids).toEqual([
    'boundary',
    'policy',
    'boot',
    'algorithms',
    'sizes',
    'partitions',
    'checks',
    'objects',
    'edits',
    'sources',
  ])
})

test('without the script the tables say all there is', () => {
  const text = page(sampleRun({ symbols: 60, algorithms: 40 }))
  expect(text.match(/<tr data-symbol=/g)).toHaveLength(60)
  expect(text).toContain('crypto_symbol_59'.replace('59', '58'))
  expect(text).toContain('hash39-generic')
  expect(text).toContain('1 renamed')
})

test('the policy allows the script and the style of the page, and nothing else', () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page(sampleRun()))?.[1] ?? ''
  const digest = (of: string) => createHash('sha256').update(of).digest('base64')
  expect(policy.replaceAll('&#39;', "'")).toBe(
    `default-src 'none'; script-src 'sha256-${digest(assets.script)}'; style-src 'sha256-${digest(assets.style)}'; img-src data:; base-uri 'none'; form-action 'none'`,
  )
})

test('text of kernels is text, wherever it is put', () => {
  const hostile = '</script><script>alert(1)</script><img src=x onerror="alert(1)">\u202e\u0007'
  const run = JSON.parse(JSON.stringify(sampleRun()), (key, value) =>
    typeof value === 'string' &&
    /^(?:name|function|text|object|definedIn|path|title|diff|driver|level)$/.test(key)
      ? `${value}${hostile}`
      : value,
  )
  const text = page(run)
  const own = page(sampleRun())
  const count = (of: string, what: RegExp) => of.match(what)?.length
  expect(count(text, /<script/g)).toBe(count(own, /<script/g))
  expect(count(text, /<\/script/g)).toBe(count(own, /<\/script/g))
  expect(text).not.toMatch(/<img/)
  expect(text.split('id="data"')[0]).not.toMatch(/[\u202e\u0007]/)
})

test('cryptography outside is told above the components, and none is said only where it was looked for', () => {
  const policyOf = (run: unknown) =>
    /<section id="policy"[\s\S]*?<\/section>/.exec(page(run))?.[0].replace(/<[^>]*>/g, '') ?? ''
  expect(policyOf(sampleRun())).toContain('without a reason: none.')
  expect(policyOf(sampleRun({ passed: false }))).toContain('without a reason: 1 object.')
  const { crossings, ...run } = sampleRun()
  const { outside: _, ...earlier } = crossings
  expect(policyOf({ ...run, crossings: earlier })).toContain('did not look for cryptographic code')
})

test('slab partitions have a row each, and no section where nothing was compared', () => {
  const { partitions, ...run } = sampleRun()
  expect(
    page(sampleRun())
      .match(/<table class="partitions">[\s\S]*?<\/table>/)?.[0]
      .match(/<th scope="row">\d+</g),
  ).toHaveLength(16)
  expect(page(run)).not.toContain('id="partitions"')
  const untold = {
    ...partitions,
    rows: partitions.rows.map(({ partition, stock, carved }) => ({ partition, stock, carved })),
  }
  expect(page({ ...run, partitions: untold })).not.toContain('of the module</th>')
})

test('a check that failed is named at the top, and open', () => {
  const text = page(sampleRun({ passed: false }))
  expect(text.slice(0, text.indexOf('<h2'))).toContain('sha1 (sha1-ni) is missing')
  expect(text).toContain('<details class="check fail" open>')
})

test('how long a module lives has a column for each kernel, and a row for each boundary that lives longer', () => {
  const kernel = (release: string) => ({ path: `/k/${release}`, release })
  const boundary = { algorithms: [], duties: [], imports: [] }
  const text = page({
    schema: 'kcarve/lifetime/1',
    verdict: 'breaks',
    kernels: [kernel('6.12.111'), kernel('6.12.115')],
    modules: [{ name: 'fips140', verdicts: ['fits', 'breaks'], lives: 1, reasons: [] }],
    objects: [
      {
        object: 'crypto/af_alg.o',
        module: 'fips140',
        states: ['same', 'other'],
        ends: { kernel: 1, text: 'x' },
      },
    ],
    advice: [
      { ...boundary, except: [], objects: 2, lives: 1, livesAccepted: 1 },
      {
        except: ['CRYPTO_USER_API'],
        objects: 1,
        lives: 2,
        livesAccepted: 2,
        algorithms: [{ name: 'sha256', letIn: true, isWhole: true }],
        duties: [],
        imports: ['af_alg_accept'],
      },
    ],
  })
  expect(text).toContain('<th>6.12.111</th><th>6.12.115</th>')
  expect(text).toContain('<code>--except CRYPTO_USER_API</code></td><td>1</td><td>2 of 2</td>')
  expect(text).toContain('let in by fips=1</span> sha256')
})

test('a ledger is a table of certificates, modules and kernels, with all of its evidence and nothing folded away', () => {
  const evidence = {
    ...{ text: 'boot <PASSED>', answer: 'yes', file: 'e.intoto.jsonl', line: 7 },
    ...{ signature: 'unsigned', time: '2027-02-01T00:00:00Z', by: 'release' },
  }
  const kernel = { image: 'ab'.repeat(32), release: '6.12.117', arch: 'x86_64', carries: true, inUse: true }
  const ledger = {
    schema: 'kcarve/ledger/1',
    ...{ directory: 'evidence', notes: 'certificates.yaml', time: '2027-02-02T00:00:00Z', keys: [] },
    modules: [
      {
        sha256: 'c0'.repeat(32),
        names: ['fips140 1.0'],
        certificates: [{ number: '4999', issued: '2027-01-31' }],
        evidence: [],
        kernels: [
          { ...kernel, state: 'proven', evidence: [evidence], missing: [] },
          { ...kernel, image: null, state: 'unproven', evidence: [], missing: ['no boot with fips=1'] },
        ],
      },
      { sha256: 'd0'.repeat(32), names: [], certificates: [], evidence: [], kernels: [] },
    ],
    totals: { modules: 2, certificates: 1, kernels: 2, files: 1, attestations: 1, signed: 0 },
    warnings: [{ kind: 'no proof', text: 'kernel 6.12.117: no boot with fips=1' }],
  }
  const text = page(ledger)
  expect(text).toContain('The ledger has warnings: not every kernel in use is proven')
  expect(text).toContain('the ledger of 2 kernels in evidence has 1 warning')
  expect(text).not.toContain('not compared with the stock kernel')
  const section = text.slice(text.indexOf('<section id="ledger"'), text.indexOf('<section id="sources"'))
  expect(section).toContain('<td rowspan="2"><strong>4999</strong><br>issued 2027-01-31</td>')
  expect(section).toContain(
    'boot &lt;PASSED&gt;</span> 2027-02-01 <code>e.intoto.jsonl:7</code> (not signed) (by release only)',
  )
  expect(section).toContain('<td>no boot with fips=1</td>')
  expect(section).toContain('no kernel is known to carry it')
  expect(section).not.toMatch(/<details(?! class="by-hand")|validated/i)
  expect(page({ ...ledger, warnings: [] })).toContain('Every kernel in use is proven to carry')
  const unnoted = { ...ledger, totals: { ...ledger.totals, certificates: 0 }, warnings: [] }
  expect(page(unnoted)).toContain('Every kernel in use has its proof; no certificate is noted')
})
