// SPDX-License-Identifier: GPL-2.0-only

const HEADER_SIZE = 0x40
const BLOCK = 512
const EFI_BOOT_SERVICES_DRIVER = 11
const AMD64 = 0x8664
/** Of a PCI device that no kernel of ours has a driver for: QEMU's pci-testdev. */
const DEVICE = { vendor: 0x1b36, device: 0x0005 }

/**
 * The option ROM of a PCI device, with a driver in it that EFI loads and starts: it does nothing, and its code stays in
 * memory of the boot services. `data` is part of that code, at an address that can be divided by 8 (UEFI specification,
 * 14.4.2).
 */
export function efiOptionRom(data: Uint8Array): Buffer {
  const image = efiDriver(data)
  const rom = Buffer.alloc(Math.ceil((HEADER_SIZE + image.length) / BLOCK) * BLOCK)
  image.copy(rom, HEADER_SIZE)
  const blocks = rom.length / BLOCK
  rom.writeUInt16LE(0xaa55, 0)
  rom.writeUInt16LE(blocks, 2)
  rom.writeUInt32LE(0x0ef1, 4)
  rom.writeUInt16LE(EFI_BOOT_SERVICES_DRIVER, 8)
  rom.writeUInt16LE(AMD64, 10)
  rom.writeUInt16LE(HEADER_SIZE, 0x16)
  const pcir = 0x1c
  rom.writeUInt16LE(pcir, 0x18)
  rom.write('PCIR', pcir)
  rom.writeUInt16LE(DEVICE.vendor, pcir + 4)
  rom.writeUInt16LE(DEVICE.device, pcir + 6)
  rom.writeUInt16LE(24, pcir + 10)
  rom.writeUInt8(3, pcir + 12)
  rom.writeUInt16LE(blocks, pcir + 16)
  // The code is EFI's, and the image is the last one.
  rom.writeUInt8(3, pcir + 20)
  rom.writeUInt8(0x80, pcir + 21)
  return rom
}

/** A PE32+ image with one section: code that returns EFI_SUCCESS, and the data. */
function efiDriver(data: Uint8Array): Buffer {
  const [page, block] = [0x1000, 0x200]
  // xor %eax, %eax; ret
  const text = Buffer.concat([Buffer.from('31c0c39090909090', 'hex'), data])
  const size = Math.ceil(text.length / block) * block
  const image = Buffer.alloc(block + size)
  text.copy(image, block)
  image.write('MZ', 0)
  const pe = 0x40
  image.writeUInt32LE(pe, 0x3c)
  image.write('PE', pe)
  const file = pe + 4
  const optionalSize = 112 + 16 * 8
  image.writeUInt16LE(AMD64, file)
  image.writeUInt16LE(1, file + 2)
  image.writeUInt16LE(optionalSize, file + 16)
  // It can be executed, and anywhere in memory.
  image.writeUInt16LE(0x22, file + 18)
  const optional = file + 20
  image.writeUInt16LE(0x20b, optional)
  image.writeUInt32LE(size, optional + 4)
  image.writeUInt32LE(page, optional + 16)
  image.writeUInt32LE(page, optional + 20)
  image.writeUInt32LE(page, optional + 32)
  image.writeUInt32LE(block, optional + 36)
  image.writeUInt32LE(page + Math.ceil(text.length / page) * page, optional + 56)
  image.writeUInt32LE(block, optional + 60)
  image.writeUInt16LE(EFI_BOOT_SERVICES_DRIVER, optional + 68)
  image.writeUInt32LE(16, optional + 108)
  const section = optional + optionalSize
  image.write('.text', section)
  image.writeUInt32LE(text.length, section + 8)
  image.writeUInt32LE(page, section + 12)
  image.writeUInt32LE(size, section + 16)
  image.writeUInt32LE(block, section + 20)
  // code, executable, readable
  image.writeUInt32LE(0x60000020, section + 36)
  return image
}
