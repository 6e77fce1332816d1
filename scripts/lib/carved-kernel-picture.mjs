// SPDX-License-Identifier: GPL-2.0-only
import { arrow, box, svg, text } from './svg.mjs'

/** The running kernel: what is inside the boundary, what is outside, and what crosses it. */
export const carvedKernelPicture = () =>
  svg(
    {
      width: 900,
      height: 470,
      title: 'A carved kernel',
      description:
        'vmlinux calls functions of fips140.ko through redirects, which are direct jumps, and keeps storage for its variables. The module uses services of the kernel, and get_random_bytes() as a named exception.',
    },
    [
      box({ x: 12, y: 12, width: 876, height: 446, kind: 'kernel' }, [
        ['title', 'the carved kernel, running'],
      ]),
      vmlinux(),
      theModule(),
      crossings(),
    ],
  )

const vmlinux = () => [
  box({ x: 30, y: 50, width: 340, height: 390 }, [['title', 'vmlinux']]),
  box({ x: 46, y: 86, width: 308, height: 62 }, [
    'callers: dm-crypt, IMA, TLS, IPsec, …',
    ['code', 'call __wrap_crypto_shash_update'],
  ]),
  box({ x: 46, y: 176, width: 308, height: 62 }, [
    'redirect, one for each function in use',
    ['code', '__wrap_crypto_shash_update: jmp'],
  ]),
  box({ x: 46, y: 258, width: 308, height: 62 }, [
    'storage of redirected variables',
    ['code', 'key_type_asymmetric'],
  ]),
  box({ x: 46, y: 340, width: 308, height: 84 }, [
    'kernel services: memory, locks, printk, …',
    'random.c, a named exception',
    ['dim', 'objects that stay: fips.o, chacha.o, …'],
  ]),
]

const theModule = () => [
  box({ x: 520, y: 50, width: 350, height: 390, kind: 'module' }, [
    ['title', 'fips140.ko: inside the boundary'],
  ]),
  box({ x: 538, y: 86, width: 314, height: 178 }, [
    ['title', 'carved objects'],
    ['dim', 'what is =y, from these directories'],
    ['code', 'crypto/            gcm.o drbg.o'],
    ['code', 'arch/x86/crypto/   aesni-intel.o'],
    ['code', 'lib/crypto/        sha256.o aes.o'],
    ['dim', 'in groups, in their link order'],
    ['dim', 'compiled as module code'],
  ]),
  box({ x: 538, y: 312, width: 314, height: 112 }, [
    ['title', 'its own'],
    'descriptor: initcalls, name, version',
    'integrity check: HMAC-SHA256',
    'list of approved services',
  ]),
]

const crossings = () => [
  arrow([200, 148], [200, 174]),
  arrow([354, 207], [536, 207]),
  text(445, 199, ['dim', 'direct jump'], 'middle'),
  arrow([538, 256], [356, 289]),
  text(445, 259, ['dim', 'uses, as its own'], 'middle'),
  arrow([538, 372], [356, 382]),
  text(445, 364, ['dim', 'imports'], 'middle'),
  text(445, 72, ['edge', 'the boundary:'], 'middle'),
  text(445, 90, ['edge', 'what crosses here,'], 'middle'),
  text(445, 108, ['edge', 'either way'], 'middle'),
]
