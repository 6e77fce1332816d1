// SPDX-License-Identifier: GPL-2.0-only
// npm run bench: the bootstrap, then what bench/ measures.
import { bootstrap } from './bootstrap.mjs'
import { run } from './lib/run.mjs'

bootstrap(['build', 'boot', 'source', 'reuse', 'bench'])
process.exit(run(process.execPath, ['bench/bench.mjs', ...process.argv.slice(2)]))
