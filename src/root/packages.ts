// SPDX-License-Identifier: GPL-2.0-only

/** What the root has besides Debian's required packages, in the order of who needs them. */
export const ROOT_PACKAGES: readonly string[] = [
  // The system.
  'systemd',
  'systemd-sysv',
  'udev',
  'dbus',
  'kmod',
  'e2fsprogs',
  'attr',
  // A kernel's package, and its initrd.
  'linux-base',
  'initramfs-tools',
  'busybox',
  'zstd',
  'cryptsetup-initramfs',
  'dracut-core',
  // What the client checks use.
  'cryptsetup-bin',
  'iproute2',
  'iputils-ping',
  'wireguard-tools',
  'keyutils',
  'fsverity',
  'kcapi-tools',
  'openssl',
  'ima-evm-utils',
  'nfs-kernel-server',
  'krb5-kdc',
  'krb5-admin-server',
  'tpm2-tools',
]
