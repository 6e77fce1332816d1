// SPDX-License-Identifier: GPL-2.0-only
import type { Series } from '../../feature.js'

export const series: Series = {
  prefix: 'crypto: fips140 - ',
  title: 'standalone crypto module',
  paragraphs: [
    'Built-in cryptography is linked into one module, fips140.ko, which vmlinux carries and loads during boot before its first user. The module can be certified, and replaced, on its own; apart from that the kernel behaves as if it were built in.',
    'With CONFIG_CRYPTO_FIPS140_EXTMOD off the kernel is built as without this series.',
  ],
  // With the option off, which comes last, the tree builds after each.
  patches: [
    {
      group: 'module code',
      subject: 'compile built-in code as module code',
      body: [
        'Built-in crypto is going to be linked into one module. Compiled for that (FIPS_MODULE), its initcalls and __setup() handlers are collected in tables, and its parameters, aliases and module information keep the names that they have in vmlinux.',
        'Nothing is compiled that way yet.',
      ],
    },
    {
      group: 'build rule',
      subject: 'let kbuild collect crypto-objs-y',
      body: [
        'crypto-objs-$(CONFIG_FOO) is used as obj-$(CONFIG_FOO) is. What is y is collected into an archive per directory, of which fips140.o is linked. Composite objects, flags and subdirectories are those of kbuild.',
      ],
    },
    {
      group: 'loader',
      subject: 'load a module that the kernel carries',
      body: [
        'The module loader learns to load an image from memory that is part of vmlinux: without signature, bound to the redirects of this kernel, and with the tail of the load left for later, as the rest of the kernel is not ready for it so early.',
        'While ftrace looks up all functions of the module its symbols are indexed: the linear search would cost more than all of the rest.',
      ],
    },
    {
      group: 'initcalls',
      subject: 'run the initcalls of the module in their places',
      body: [
        'The module is loaded before the first initcall and finished after the last. Its initcalls are run where they would have run had they been built in. Parameters of its code stay where they were in sysfs.',
      ],
    },
    {
      group: 'redirects',
      subject: 'redirect calls into the module',
      body: [
        'What vmlinux leaves undefined and the module defines becomes one direct jump for a function, and storage in vmlinux for a variable. Before the load a redirect panics and names its function.',
      ],
    },
    {
      group: 'embedding',
      subject: 'embed the module in vmlinux',
      body: [
        'The module is linked before vmlinux, which carries it in init memory, and both are linked again when one of them changes.',
      ],
    },
    {
      group: 'integrity',
      subject: 'check the integrity of the module in FIPS mode',
      body: [
        'With fips=1 the module tests its HMAC and checks its own file before it offers any service. /proc/fips140 reports its version, state and services. Writing 1 to /sys/module/fips140/selftest runs the integrity check and all self-tests again.',
      ],
    },
    {
      group: 'dual',
      subject: 'embed a prebuilt module',
      body: [
        'A module that was built, and certified, earlier can be embedded in the place of the one that is built, or beside it for boots in FIPS mode. One that cannot fit fails the build.',
      ],
    },
    {
      group: 'carved directories',
      subject: 'use crypto-objs-y',
      body: [
        'Mechanical: obj-$(CONFIG_FOO) becomes crypto-objs-$(CONFIG_FOO). What has to stay in vmlinux is named, with the reason.',
      ],
    },
    {
      group: 'options',
      subject: 'add the options',
      body: ['All is in place: let it be selected.'],
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
  [/^(?:(?:integrity|status)\.c|approved\.h|\w+\/sha256-blocks\.h)$/, 'integrity'],
  [/^(?:link\/check-prebuilt\.sh|scripts\/Makefile\.fips140-modinst)$/, 'dual'],
  [
    /^link\/(?:Makefile|(?:embedded|placeholder)\.S|\.gitignore)$|^(?:\.gitignore|scripts\/Makefile\.fips140-modfinal)$/,
    'embedding',
  ],
  [/^(?:redirect\.h|link\/.*|\w+\/(?:patch\.c|redirect-func\.S))$/, 'redirects'],
]
