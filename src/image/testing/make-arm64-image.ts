// SPDX-License-Identifier: GPL-2.0-only

/** Header and memory of an arm64 Image as objcopy -O binary leaves them; the memory holds the parts. */
export function makeArm64Image(...parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(64)
  header.write('ARM\x64', 0x38, 'latin1')
  const banner = Buffer.from('Linux version 6.12.117 (me@here) (gcc 12) #1 SMP\0')
  const image = Buffer.concat([header, ...parts, banner])
  header.writeBigUInt64LE(BigInt(image.length + 4096), 16)
  header.copy(image)
  return image
}
