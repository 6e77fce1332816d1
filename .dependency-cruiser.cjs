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
  debian: ['core', 'arch'],
  vm: ['core', 'formats', 'arch', 'debian'],
  root: ['core', 'formats', 'arch', 'debian', 'vm'],
}
const low = Object.keys(toolkit)
const rooms = {
  ...toolkit,
  features: low,
  archive: [...low, 'features'],
  reuse: [...low, 'features', 'archive'],
  evidence: [...low, 'features', 'archive', 'reuse'],
  matrix: ['core'],
  queue: ['core', 'matrix'],
  report: [...low, 'features', 'archive', 'reuse', 'evidence', 'matrix'],
  'report-page': ['core', 'text', 'features', 'matrix', 'report', 'evidence'],
  chain: [...low, 'features', 'archive', 'reuse', 'evidence', 'matrix', 'queue', 'report', 'report-page'],
}
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-tests-from-code', severity: 'error', from: { pathNot: '(\\.test\\.ts$|/testing/)' }, to: { path: '(\\.test\\.ts$|/testing/)' } },
    {
      name: 'a-feature-does-not-know-another',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/[^/]+/', pathNot: '^src/features/$1/' },
    },
    ...Object.entries(rooms).map(([room, below]) => ({
      name: `${room}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: `^src/(${[room, ...below].join('|')})/` },
    })),
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, enhancedResolveOptions: { extensions: ['.ts', '.js'] } },
}
