// SPDX-License-Identifier: GPL-2.0-only
// npm run bench: measures the stock kernel against the carved one, and kcarve itself. It asserts nothing.
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { x86_64 } from '../dist/arch/x86-64.js'
import { configFile } from '../dist/chain/build/config-choice.js'
import { cacheDirectory } from '../dist/core/cache-directory.js'
import { proofOf } from './lib/builds.mjs'
import { countInGuest } from './lib/count-in-guest.mjs'
import { DOCUMENT, writeDocument } from './lib/document.mjs'
import { Missing } from './lib/missing.mjs'
import { keepSection, keptSection } from './lib/results.mjs'
import { resultText } from './lib/text.mjs'
import * as boot from './sections/boot.mjs'
import * as buildTimes from './sections/build-times.mjs'
import * as calls from './sections/calls.mjs'
import * as commands from './sections/commands.mjs'
import * as growth from './sections/growth.mjs'
import * as library from './sections/library.mjs'
import * as operations from './sections/operations.mjs'
import * as queue from './sections/queue.mjs'
import * as reuse from './sections/reuse.mjs'

/** By name, in the order in which they are run; the longest come last. */
const SECTIONS = {
  calls,
  library,
  operations,
  commands,
  reuse,
  queue,
  growth,
  boot,
  'build-times': buildTimes,
}

const HELP = `usage: npm run bench -- [options]
  --only SECTION     one or several of ${Object.keys(SECTIONS).join(', ')}; all by default
  --config CONFIG    of the kernels: small by default, or rich, or a file
  --linux LINE       of the kernels' sources, as in kcarve prove: by default those of the distribution
  --cc-wrapper W     such as ccache, for the kernels that are measured; never for build-times
  --json             the result as JSON, schema kcarve/bench/1
  --write            put the table, with what was measured before of the other sections, into ${DOCUMENT}
`

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    config: { type: 'string', default: 'small' },
    linux: { type: 'string' },
    'cc-wrapper': { type: 'string' },
    json: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (options.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
const unknown = (options.only ?? []).filter(name => !(name in SECTIONS))
if (unknown.length > 0) {
  process.stderr.write(`no section ${unknown.join(', ')}\n${HELP}`)
  process.exit(2)
}
/** Which kernels are measured: each has figures, and a place in the document, of its own. */
const KERNEL = [options.linux, options.config].filter(each => each !== undefined).join(' ')
process.exitCode = await main()

async function main() {
  const cache = cacheDirectory()
  const wanted = options.only ?? Object.keys(SECTIONS)
  const context = await contextOf(cache, wanted)
  const sections = []
  for (const name of Object.keys(SECTIONS)) {
    if (!wanted.includes(name)) continue
    say(SECTIONS[name].title)
    const section = await measured(name, context)
    if (section.missing === null) await keepSection(cache, KERNEL, section)
    sections.push(section)
  }
  const result = {
    schema: 'kcarve/bench/1',
    machine: machine(),
    config: options.config,
    linux: options.linux ?? null,
    sections,
  }
  process.stdout.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : resultText(result))
  if (options.write) {
    const kept = await Promise.all(
      Object.keys(SECTIONS).map(
        async name =>
          sections.find(section => section.name === name) ?? (await keptSection(cache, KERNEL, name)),
      ),
    )
    await writeDocument(KERNEL, { ...result, sections: kept.filter(section => section !== undefined) })
  }
  return sections.some(({ missing }) => missing !== null) ? 3 : 0
}

async function measured(name, context) {
  const { title, method, measureSection } = SECTIONS[name]
  try {
    return { name, title, method, missing: null, rows: await measureSection(context) }
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    return { name, title, method, missing: `not measured: ${error.message}`, rows: [] }
  }
}

/** What sections share; what takes long is made when the first of them asks for it. */
async function contextOf(cache, wanted) {
  const { config, linux, 'cc-wrapper': ccWrapper } = options
  const proof = proofOf({ config, linux, ccWrapper, counted: wanted.includes('boot') })
  let guests
  return {
    cache,
    config,
    configFile: await configFile(config, x86_64),
    jobs: availableParallelism(),
    say,
    proof,
    guests: () => {
      guests ??= countBoth(proof)
      return guests
    },
  }
}

async function countBoth(proof) {
  const { builds } = await proof()
  return { stock: await countInGuest(builds.stock), carved: await countInGuest(builds.carved) }
}

function say(text) {
  process.stderr.write(`bench: ${text}\n`)
}

function machine() {
  const model = cpus()[0]?.model.trim()
  return `${cpus().length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node.js ${process.versions.node}, load average ${loadavg()[2].toFixed(1)}`
}
