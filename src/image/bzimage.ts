// SPDX-License-Identifier: GPL-2.0-only
import { FormatError } from '../core/errors.js'
import { type Compression, detectCompression } from './compression.js'
import { decompress } from './decompress.js'

/** What the setup header of an x86 kernel image tells (Documentation/arch/x86/boot.rst), and the payload it points to. */
export interface BzImage {
  /** Boot protocol, such as 0x20f for 2.15. */
  readonly version: number
  /** `6.12.0 (user@host) #1 ...`, or undefined when the header has none. */
  readonly kernel_version: string | undefined
  readonly setup_sects: number
  readonly payload_offset: number
  readonly payload_length: number
  /** Offset of the payload in the file. */
  readonly payloadStart: number
  readonly compression: Compression
  /** Bytes of the payload when it is decompressed: the size the kernel's build appends, or gzip's own. */
  readonly uncompressedSize: number
  /** The compressed bytes, without the appended size (a view). */
  readonly payload: Uint8Array
}

const HDRS = 0x53726448
/** The first protocol with payload_offset and payload_length. */
const FIRST_WITH_PAYLOAD = 0x208
/** No kernel comes near it; bounds what a damaged size can make us allocate. */
const MAX_VMLINUX = 2 ** 30

/** Whether the bytes carry the setup header of an x86 kernel. */
export function isBzImage(bytes: Uint8Array): boolean {
  return bytes.length >= 0x206 && viewOf(bytes).getUint32(0x202, true) === HDRS
}

/** Reads the setup header and finds the payload; throws FormatError for other, old, or truncated files. */
export function readBzImage(bytes: Uint8Array): BzImage {
  if (!isBzImage(bytes)) throw new FormatError('not an x86 kernel image', { offset: 0x202, field: 'header' })
  if (bytes.length < 0x250) {
    throw new FormatError('the file ends inside the setup header', {
      offset: bytes.length,
      field: 'setup_header',
    })
  }
  const view = viewOf(bytes)
  const version = view.getUint16(0x206, true)
  if (version < FIRST_WITH_PAYLOAD) {
    throw new FormatError(
      `boot protocol ${version >> 8}.${version & 0xff} does not tell where the payload is`,
      {
        offset: 0x206,
        field: 'version',
      },
    )
  }
  // For backwards compatibility 0 means 4.
  const setup_sects = view.getUint8(0x1f1) || 4
  const payload_offset = view.getUint32(0x248, true)
  const payload_length = view.getUint32(0x24c, true)
  const payloadStart = (setup_sects + 1) * 512 + payload_offset
  if (payload_length < 16 || payloadStart + payload_length > bytes.length) {
    throw new FormatError(
      `${payload_length} bytes of payload from ${payloadStart} on do not fit the file's ${bytes.length}`,
      { offset: 0x24c, field: 'payload_length' },
    )
  }
  const whole = bytes.subarray(payloadStart, payloadStart + payload_length)
  const compression = detectCompression(whole)
  if (compression === undefined) {
    const magic = Buffer.from(whole.subarray(0, 6)).toString('hex')
    throw new FormatError(`unknown compression, it begins with ${magic}`, {
      offset: payloadStart,
      field: 'payload',
    })
  }
  return {
    version,
    kernel_version: kernelVersion(bytes, view),
    setup_sects,
    payload_offset,
    payload_length,
    payloadStart,
    compression,
    // The last four bytes of gzip are the same number, so gzip gets none appended.
    uncompressedSize: viewOf(whole).getUint32(payload_length - 4, true),
    payload: compression.name === 'gzip' ? whole : whole.subarray(0, -4),
  }
}

/**
 * Decompresses the payload: vmlinux without its symbols, and the relocations for KASLR behind it.
 * Throws FormatError when it is damaged or not of the size the image tells, MissingError without the program for it.
 */
export async function vmlinuxOf(image: BzImage): Promise<Uint8Array> {
  const { payloadStart, payload_length, payload, compression, uncompressedSize } = image
  const sizeAt = { offset: payloadStart + payload_length - 4, field: 'uncompressed size' }
  if (uncompressedSize > MAX_VMLINUX) throw new FormatError(`${uncompressedSize} bytes is no kernel`, sizeAt)
  const bytes = await decompress(payload, compression, uncompressedSize, {
    offset: payloadStart,
    field: 'payload',
  })
  if (bytes.length !== uncompressedSize) {
    throw new FormatError(`${uncompressedSize} bytes announced, the payload has ${bytes.length}`, sizeAt)
  }
  return bytes
}

/** The string that kernel_version points to, 0x200 below. */
function kernelVersion(bytes: Uint8Array, view: DataView): string | undefined {
  const pointer = view.getUint16(0x20e, true)
  if (pointer === 0) return undefined
  const text = Buffer.from(bytes.subarray(pointer + 0x200, pointer + 0x200 + 512)).toString('latin1')
  const end = text.indexOf('\0')
  return end <= 0 ? undefined : text.slice(0, end)
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
