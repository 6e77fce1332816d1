// SPDX-License-Identifier: GPL-2.0-only
import type { ClientName } from '../guest-request.js'

const TITLES: Readonly<Record<ClientName | 'multi-user' | 'dracut', string>> = {
  benchmark: "cryptsetup benchmark, by the processor's instructions",
  'dm-integrity': 'dm-integrity finds damage',
  'dm-verity': 'dm-verity takes the right root hash only',
  dracut: "dracut's initrd, with its module for FIPS mode",
  'fs-verity': 'fs-verity measures what fsverity computes',
  fscrypt: 'fscrypt encrypts as OpenSSL does',
  ima: 'IMA measures and appraises',
  ipsec: 'ESP between two network namespaces',
  keys: 'keys and signatures against OpenSSL',
  ktls: 'TLS in the kernel against OpenSSL',
  luks: 'LUKS2 on dm-crypt against OpenSSL',
  'nfs-krb5': 'NFS with Kerberos',
  'modprobe-all': 'modprobe of all cryptography, by name and alias',
  'module-signature': 'module signatures',
  'multi-user': 'the system reaches multi-user.target',
  openssl: 'AF_ALG against OpenSSL',
  tcrypt: 'modprobe tcrypt',
  'trusted-keys': 'keys that a TPM seals',
  tracing: 'kprobes and the function tracer on cryptography',
  wireguard: 'WireGuard between two network namespaces',
}

/** What is asked in the root of a distribution, by the names of the scripts, which are the ids of the checks. */
export const CLIENT_CHECKS: Readonly<Record<string, { readonly id: string; readonly title: string }>> =
  Object.fromEntries(Object.entries(TITLES).map(([id, title]) => [id, { id, title }]))
