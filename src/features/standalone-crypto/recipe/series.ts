// SPDX-License-Identifier: GPL-2.0-only
import type { Series } from '../../feature.js'

export const series: Series = {
  prefix: 'crypto: fips140 - ',
  title: 'standalone crypto module',
  paragraphs: [
    'Link built-in cryptography into one module, fips140.ko. It is embedded in vmlinux, which loads it during boot, before its first use. The module can be certified, and replaced, on its own. In every other way the kernel behaves as if the code were built in.',
    'Without CONFIG_CRYPTO_FIPS140_EXTMOD the kernel builds as without this series.',
  ],
  // With the option off, which comes last, the tree builds after each.
  patches: [
    {
      group: 'module code',
      subject: 'compile built-in code as module code',
      body: [
        'Prepare for linking built-in crypto into one module. Code compiled for it (FIPS_MODULE) collects its initcalls and __setup() handlers in tables. Its parameters, aliases and module information keep the names that they have in vmlinux.',
        'Nothing is compiled this way yet.',
      ],
    },
    {
      group: 'build rule',
      subject: 'let kbuild collect crypto-objs-y',
      body: [
        'crypto-objs-$(CONFIG_FOO) works like obj-$(CONFIG_FOO). kbuild collects what is y into one archive per directory, and links fips140.o from the archives. Composite objects, flags and subdirectories work as usual.',
      ],
    },
    {
      group: 'loader',
      subject: 'load a module embedded in the kernel',
      body: [
        'Teach the module loader to load a module that is embedded in vmlinux. It needs no signature, and binds to the redirects of this kernel. Because the rest of the kernel is not ready so early, the last part of the load is postponed.',
        'ftrace looks up every function of the module. Index its symbols for that time: the linear search would take longer than everything else.',
      ],
    },
    {
      group: 'initcalls',
      subject: 'run initcalls of the module in built-in order',
      body: [
        'Load the module before the first initcall, and complete the load after the last. Run its initcalls in the order in which they would run as built-in code. In sysfs, parameters of its code stay where they were.',
      ],
    },
    {
      group: 'redirects',
      subject: 'redirect calls into the module',
      body: [
        'Generate a redirect for each symbol that vmlinux leaves undefined and the module defines: a direct jump for a function, storage in vmlinux for a variable. Until the module is loaded, a redirected function panics with its name.',
      ],
    },
    {
      group: 'embedding',
      subject: 'embed the module in vmlinux',
      body: [
        'Link the module before vmlinux, which has it in init memory. Link vmlinux again when the module changes.',
      ],
    },
    {
      group: 'integrity',
      subject: 'check the integrity of the module in FIPS mode',
      body: [
        'With fips=1 the module tests its HMAC with a known answer, and checks its own file before it offers any service. /proc/fips140 reports its version, state and services. Writing 1 to /sys/module/fips140/selftest runs the integrity check and all self-tests again.',
      ],
    },
    {
      group: 'dual',
      subject: 'embed a prebuilt module',
      body: [
        'Allow embedding a module that was built and certified earlier: instead of the one that is built, or in addition to it, for boots in FIPS mode. A module that this kernel cannot load fails the build.',
      ],
    },
    {
      group: 'carved directories',
      subject: 'use crypto-objs-y',
      body: [
        'Mechanical: obj-$(CONFIG_FOO) becomes crypto-objs-$(CONFIG_FOO). Name the objects that must stay in vmlinux, with the reason.',
      ],
    },
    {
      group: 'options',
      subject: 'add the options',
      body: ['Everything is in place: make it selectable.'],
    },
    {
      group: 'documentation',
      subject: 'document the standalone crypto module',
      body: ['How to build and verify it, how it works, and how to extend it.'],
    },
  ],
}

/** The group that a file of the payload belongs to. */
export function groupOfFile(path: string): string {
  const name = path.replace(/^crypto\/fips140\//, '')
  const found = PAYLOAD_GROUPS.find(([pattern]) => pattern.test(name))
  return found?.[1] ?? 'module code'
}

const PAYLOAD_GROUPS: readonly (readonly [RegExp, string])[] = [
  [/^Documentation\//, 'documentation'],
  [/^scripts\/Makefile\.fips140$/, 'build rule'],
  [/^Kconfig$/, 'options'],
  [/^(?:loader|group|exports)\.c$/, 'loader'],
  [
    /^(?:(?:integrity|status)\.c|approved\.h|services\.sh|hmac-sha256\.[ch]|\w+\/sha256-blocks\.h)$/,
    'integrity',
  ],
  [/^(?:link\/check-prebuilt\.sh|scripts\/Makefile\.fips140-modinst)$/, 'dual'],
  [
    /^link\/(?:Makefile|(?:embedded|placeholder)\.S|\.gitignore)$|^(?:\.gitignore|scripts\/Makefile\.fips140-modfinal)$/,
    'embedding',
  ],
  [/^(?:redirect\.h|link\/.*|\w+\/(?:patch\.c|redirect-func\.S))$/, 'redirects'],
]
