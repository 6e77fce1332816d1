// SPDX-License-Identifier: GPL-2.0-only
// npm test: the bootstrap, `npm run ok`, and the toolkit's commands on a real tree.
import { bootstrap } from './bootstrap.mjs'
import { run } from './lib/run.mjs'

bootstrap(['test', 'source'])
for (const script of ['ok', 'test:tree']) {
  const code = run('npm', ['run', '--silent', script])
  if (code !== 0) process.exit(code)
}
