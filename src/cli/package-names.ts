// SPDX-License-Identifier: GPL-2.0-only

/** Package managers of other distributions, by the words that ID and ID_LIKE of os-release(5) have. */
export const FAMILIES = {
  fedora: { ids: ['fedora', 'rhel', 'centos'], install: 'dnf install' },
  suse: { ids: ['suse', 'opensuse', 'sles'], install: 'zypper install' },
  arch: { ids: ['arch'], install: 'pacman -S' },
  alpine: { ids: ['alpine'], install: 'apk add' },
} as const

export type Family = keyof typeof FAMILIES

/** Debian's packages by the names that others have for the same programs, as far as known. */
export const PACKAGE_NAMES: Readonly<Record<string, Readonly<Partial<Record<Family, string>>>>> = {
  ...sameEverywhere([
    'bc',
    'binutils',
    'bison',
    'bzip2',
    'ccache',
    'clang',
    'cpio',
    'flex',
    'gcc',
    'git',
    'gzip',
  ]),
  ...sameEverywhere([
    'kmod',
    'lld',
    'llvm',
    'lz4',
    'lzop',
    'make',
    'openssl',
    'perl',
    'rsync',
    'tar',
    'zstd',
  ]),
  bubblewrap: { fedora: 'bubblewrap', suse: 'bubblewrap', arch: 'bubblewrap', alpine: 'bubblewrap' },
  'busybox-static': { fedora: 'busybox', suse: 'busybox-static', arch: 'busybox', alpine: 'busybox-static' },
  dpkg: { fedora: 'dpkg', suse: 'dpkg', arch: 'dpkg', alpine: 'dpkg' },
  'dpkg-dev': { fedora: 'dpkg-dev', arch: 'dpkg', alpine: 'dpkg-dev' },
  e2fsprogs: { fedora: 'e2fsprogs', suse: 'e2fsprogs', arch: 'e2fsprogs', alpine: 'e2fsprogs' },
  'gcc-aarch64-linux-gnu': {
    fedora: 'gcc-aarch64-linux-gnu',
    suse: 'cross-aarch64-gcc13',
    arch: 'aarch64-linux-gnu-gcc',
  },
  'libc-bin': { fedora: 'glibc-common', suse: 'glibc', arch: 'glibc', alpine: 'musl-utils' },
  'libc6-dev': {
    fedora: 'glibc-devel glibc-static',
    suse: 'glibc-devel-static',
    arch: 'glibc',
    alpine: 'musl-dev',
  },
  'libelf-dev': {
    fedora: 'elfutils-libelf-devel',
    suse: 'libelf-devel',
    arch: 'libelf',
    alpine: 'elfutils-dev',
  },
  'libssl-dev': { fedora: 'openssl-devel', suse: 'libopenssl-devel', arch: 'openssl', alpine: 'openssl-dev' },
  pahole: { fedora: 'dwarves', suse: 'dwarves', arch: 'pahole', alpine: 'pahole' },
  'qemu-system-arm': {
    fedora: 'qemu-system-aarch64',
    suse: 'qemu-arm',
    arch: 'qemu-system-aarch64',
    alpine: 'qemu-system-aarch64',
  },
  'qemu-system-x86': {
    fedora: 'qemu-system-x86',
    suse: 'qemu-x86',
    arch: 'qemu-system-x86',
    alpine: 'qemu-system-x86_64',
  },
  'xz-utils': { fedora: 'xz', suse: 'xz', arch: 'xz', alpine: 'xz' },
}

function sameEverywhere(names: readonly string[]): Record<string, Record<Family, string>> {
  return Object.fromEntries(
    names.map(name => [name, { fedora: name, suse: name, arch: name, alpine: name }] as const),
  )
}
