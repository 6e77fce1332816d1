// SPDX-License-Identifier: GPL-2.0-only
import { createHash } from 'node:crypto'

/**
 * A tablet whose touchscreen has its firmware in the code of EFI (chuwi_hi8_pro_data of drivers/platform/x86/touchscreen_dmi.c):
 * the kernel looks for the prefix, and there for the digest of so many bytes.
 */
export const TABLET = {
  smbios: 'type=1,manufacturer=Hampoo,product=X1D3_C806N',
  firmware: 'silead/gsl3680-chuwi-hi8-pro.fw',
} as const
const PREFIX = [0xf0, 0, 0, 0, 2, 0, 0, 0]
const LENGTH = 39_864

/** Firmware that nobody made, with that prefix and length. */
export function embeddedFirmware(): Buffer {
  const bytes = Buffer.alloc(LENGTH, 'kcarve ')
  bytes.set(PREFIX)
  return bytes
}

/** The driver's source, with the digest of this firmware in place of the real one's. */
export function expecting(firmware: Uint8Array, source: string): string {
  const digest = createHash('sha256').update(firmware).digest()
  const table = [...digest].map(byte => `0x${byte.toString(16)}`).join(', ')
  const entry = new RegExp(`(\\.name\\s*= "${TABLET.firmware}",[^{]*{[^}]*}[^{]*\\.sha256\\s*= ){[^}]*}`)
  const edited = source.replace(entry, `$1{ ${table} }`)
  if (edited === source) throw new Error(`no digest for ${TABLET.firmware}`)
  return edited
}
