// SPDX-License-Identifier: GPL-2.0-only
// Rooms and the one way between them: a room may import the rooms named beside it, and nothing else of ours.
const toolkit = {
  core: [],
  formats: ['core'],
  arch: ['core'],
  text: ['core', 'checks'],
  checks: ['core', 'formats'],
  kernel: ['core', 'formats', 'arch'],
  edit: ['core', 'formats'],
  build: ['core', 'formats', 'kernel', 'arch'],
  image: ['core', 'formats', 'arch'],
  'elf-diff': ['core', 'formats'],
  vm: ['core', 'formats', 'arch'],
}
const low = Object.keys(toolkit)
const rooms = {
  ...toolkit,
  features: low,
  archive: [...low, 'features'],
  reuse: [...low, 'features', 'archive'],
  report: [...low, 'features', 'archive', 'reuse'],
  'report-page': ['core', 'text', 'features', 'report'],
  chain: [...low, 'features', 'archive', 'reuse', 'report', 'report-page'],
}
/** Of the toolkit, what has not moved to its feature yet. */
const pending = { features: ['report'], text: ['report'] }

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-tests-from-code', severity: 'error', from: { pathNot: '(\\.test\\.ts$|/testing/)' }, to: { path: '(\\.test\\.ts$|/testing/)' } },
    ...Object.entries(rooms).map(([room, below]) => ({
      name: `${room}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: `^src/(${[room, ...below, ...(pending[room] ?? [])].join('|')})/` },
    })),
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, enhancedResolveOptions: { extensions: ['.ts', '.js'] } },
}
