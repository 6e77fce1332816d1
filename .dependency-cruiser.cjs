// SPDX-License-Identifier: GPL-2.0-only
// Rooms and the one way between them: a room may import the rooms named beside it, and nothing else of ours.
const rooms = {
  core: [],
  formats: ['core'],
  arch: ['core'],
  kernel: ['core', 'formats', 'arch'],
  edit: ['core'],
  recipes: ['core', 'kernel', 'edit', 'arch'],
  build: ['core', 'formats', 'kernel', 'arch'],
  image: ['core', 'formats', 'arch'],
  vm: ['core', 'formats', 'arch'],
  faults: ['core', 'formats', 'image'],
  archive: ['core', 'formats', 'image'],
  reuse: ['core', 'formats', 'arch', 'kernel', 'image', 'archive'],
  prove: ['core', 'formats', 'arch', 'kernel', 'edit', 'recipes', 'build', 'image', 'vm'],
  report: ['core', 'formats', 'arch', 'kernel', 'edit', 'recipes', 'build', 'image', 'vm', 'reuse', 'archive', 'prove'],
  'report-page': ['core', 'report'],
}

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-tests-from-code', severity: 'error', from: { pathNot: '(\\.test\\.ts$|/testing/)' }, to: { path: '(\\.test\\.ts$|/testing/)' } },
    ...Object.entries(rooms).map(([room, below]) => ({
      name: `${room}-imports-downwards`,
      severity: 'error',
      from: { path: `^src/${room}/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^src/', pathNot: `^src/(${[room, ...below].join('|')})/` },
    })),
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, enhancedResolveOptions: { extensions: ['.ts', '.js'] } },
}
