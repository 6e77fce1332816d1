// SPDX-License-Identifier: GPL-2.0-only

const PARTS = [
  'net/ipv4',
  'net/xfrm',
  'drivers/md',
  'drivers/nvme/host',
  'fs/crypto',
  'fs/smb/client',
  'kernel/module',
  'security/integrity/ima',
  'security/keys',
  'lib',
  'arch/x86/kernel',
  'mm',
]
const MODULE = [
  'crypto/api',
  'crypto/shash',
  'crypto/skcipher',
  'crypto/aead',
  'crypto/asymmetric_keys/x509',
  'arch/x86/crypto/aesni',
]

export interface SampleOptions {
  /** How many symbols cross, a third of them from the module to the kernel. */
  readonly symbols?: number
  readonly algorithms?: number
  readonly passed?: boolean
}

/** What `kcarve prove --json` would print of an invented kernel, as large as is asked for. */
export function sampleRun({ symbols = 60, algorithms = 40, passed = true }: SampleOptions = {}) {
  return {
    schema: 'kcarve/prove/2',
    passed,
    arch: 'x86_64',
    release: '6.12.0',
    config: '/configs/small-x86_64.config',
    checks: [
      {
        id: 'boots',
        title: 'both kernels boot',
        status: 'pass',
        evidence: ['both kernels ran all guest checks'],
        differences: [],
      },
      {
        id: 'algorithms',
        title: '/proc/crypto lists the same algorithms',
        scenario: 'fips=1',
        status: passed ? 'pass' : 'fail',
        evidence: ['40 algorithms in both'],
        differences: passed ? [] : ['sha1 (sha1-ni) is missing'],
      },
    ],
    sizes: [
      { name: 'vmlinux text', unit: 'bytes', stock: 2_000_000, carved: 1_600_000 },
      { name: 'module file', unit: 'bytes', carved: 1_400_000 },
      { name: 'from start_kernel to init', unit: 'instructions', stock: 1.4e9, carved: 1.41e9 },
    ],
    builds: { stock: { objDir: '/obj/stock' }, carved: { objDir: '/obj/carved' } },
    tree: '/src/linux',
    boots: ['', 'fips=1'].flatMap(scenario => [
      sampleBoot('stock', scenario, algorithms),
      sampleBoot('carved', scenario, algorithms),
    ]),
    crossings: {
      objects: MODULE.map((path, index) => ({ path: `${path}.o`, bytes: 1000 * (index + 1) })),
      symbols: Array.from({ length: symbols }, (_, index) => sampleCrossing(index)),
      outside: [
        { path: 'crypto/fips.o', because: 'used before the module is loaded' },
        ...(passed ? [] : [{ path: 'lib/crypto/sha1.o', because: null }]),
      ],
      copies: [
        {
          object: 'crypto/fips140/link/twin-sha256.o',
          symbols: ['sha256_final', 'sha256_update'],
          kind: 'twin',
          because: 'early twin in init memory',
        },
      ],
    },
    partitions: {
      mode: 'random',
      rows: Array.from({ length: 16 }, (_, partition) => ({
        partition,
        stock: 900 + 37 * partition,
        carved: 1400 - 31 * partition,
        moduleStock: (partition * 7) % 11,
        moduleCarved: (partition * 5) % 9,
      })),
    },
    edits: [
      {
        path: 'crypto/Makefile',
        isNew: false,
        added: 1,
        removed: 0,
        rewritten: 1,
        purposes: ['built-in objects go into fips140.ko'],
        diff: 'diff --git a/crypto/Makefile b/crypto/Makefile\n--- a/crypto/Makefile\n+++ b/crypto/Makefile\n@@ -1,2 +1,3 @@\n-obj-$(CONFIG_CRYPTO) += api.o\n+crypto-objs-$(CONFIG_CRYPTO) += api.o\n+# more\n x\n',
      },
      {
        path: 'crypto/fips140/loader.c',
        isNew: true,
        added: 1,
        removed: 0,
        rewritten: 0,
        purposes: ['the loader'],
        diff: 'diff --git a/l b/l\nnew file mode 100644\n--- /dev/null\n+++ b/l\n@@ -0,0 +1,1 @@\n+int x;\n',
      },
    ],
    carve: {
      directories: [
        {
          path: 'crypto',
          isPresent: true,
          objects: [
            { name: 'api.o', option: 'CRYPTO', placement: 'moves' },
            { name: 'fips.o', placement: 'stays', because: 'used before the module is loaded' },
          ],
        },
      ],
    },
  }
}

function sampleCrossing(index: number) {
  const isOut = index % 3 === 2
  const at = (parts: readonly string[], step: number) =>
    `${parts[(index * step) % parts.length]}/file${index % 5}.o`
  const users = Array.from({ length: 1 + (index % 4) }, (_, user) => ({
    object: at(isOut ? MODULE : PARTS, user + 1),
    from: [{ name: `caller_${index}_${user}`, references: 1 + (index % 3) }],
  }))
  return {
    name: `${isOut ? 'kernel' : 'crypto'}_symbol_${index}`,
    kind: index % 7 === 0 ? 'variable' : 'function',
    direction: isOut ? 'out' : 'in',
    definedIn: at(isOut ? PARTS : MODULE, 1),
    users,
    ...(isOut ? importClass(index) : {}),
  }
}

const importClass = (index: number) =>
  index % 9 === 2
    ? {
        definedIn: 'drivers/char/random.o',
        class: 'named exception',
        because: 'the entropy source is outside by design',
      }
    : { class: 'kernel service', because: null }

const LEVELS = ['early', '1', '4', '6', '7']

function sampleBoot(kernel: 'stock' | 'carved', scenario: string, algorithms: number) {
  return {
    kernel,
    scenario,
    outcome: 'completed',
    durationMs: 9000,
    logPath: `/logs/boot-${kernel}.log`,
    console: [
      { line: 1, text: '[    0.000000] Linux version 6.12.0' },
      { line: 7, text: '# 40 algorithms' },
      { line: 8, text: 'ok 1 crypto-all' },
      { line: 9, text: '@@kcarve done' },
    ],
    algorithms: Array.from({ length: algorithms }, (_, index) => ({
      name: `hash${index}`,
      driver: `hash${index}-generic`,
      module: kernel === 'carved' ? 'fips140' : 'kernel',
      priority: 100 + index,
      selftest: 'passed',
      internal: false,
      fips: scenario === '' ? null : index % 2 === 0,
      type: index % 2 === 0 ? 'shash' : 'skcipher',
    })),
    initcalls: LEVELS.flatMap((level, place) =>
      Array.from({ length: 12 }, (_, index) => ({
        function: `init_${level}_${index}`,
        module: kernel === 'carved' && level === '4' && index > 3 ? 'fips140' : null,
        level,
        time: place + index / 100,
        usecs: 10 * (index + 1),
        returned: 0,
      })),
    ),
  }
}
