// SPDX-License-Identifier: GPL-2.0-only
import { type FaultTarget, overwrite, placeOf } from './fault-target.js'

/** What kernel_init() calls when mark_readonly() is done, and just before it starts /init. */
const AFTER_SEALING = 'do_sysctl_args'

/** Has the kernel write a byte to a symbol, its own or the module's, after the read-only memory of both has been sealed. */
export function writeAfterBoot({ vmlinux }: FaultTarget, name: string): void {
  const addressOf = (symbol: string) => {
    const place = placeOf(vmlinux, symbol)
    return place.in.sh_addr + BigInt(place.at)
  }
  const code = Buffer.from([
    ...[0x48, 0x8d, 0x3d, 9, 0, 0, 0], // lea name(%rip), %rdi
    ...[0xe8, 0, 0, 0, 0], // call kallsyms_lookup_name
    ...[0xc6, 0, 0], // movb $0, (%rax)
    0xc3, // ret
    ...Buffer.from(`${name}\0`), // name: .asciz
  ])
  const afterCall = addressOf(AFTER_SEALING) + 12n
  code.writeInt32LE(Number(addressOf('kallsyms_lookup_name') - afterCall), 8)
  overwrite(vmlinux, AFTER_SEALING, code)
}
