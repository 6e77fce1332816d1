// SPDX-License-Identifier: GPL-2.0-only
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { x86_64 } from '../../../src/arch/x86-64.js'
import { type BootResult, bootKernel, buildInitramfs } from '../../../src/vm/index.js'
import { efiOptionRom } from './efi-option-rom.js'
import { embeddedFirmware, TABLET } from './embedded-firmware.js'
import { executionLog } from './executed.js'

/** Of Debian's package ovmf. */
const OVMF = '/usr/share/ovmf/OVMF.fd'

export interface TabletBoot {
  readonly boot: BootResult
  /** Calls of sha256() and landmarks, in the order of execution. */
  readonly executed: readonly string[]
}

/** Boots the kernel of a build directory by EFI, as a tablet that has the firmware of its touchscreen in EFI's code. */
export async function bootTablet(build: string, cacheHome: string): Promise<TabletBoot> {
  const at = (name: string) => join(cacheHome, `tablet-${name}`)
  await writeFile(at('rom'), efiOptionRom(embeddedFirmware()))
  const initramfs = await buildInitramfs({ arch: x86_64, cacheDir: join(cacheHome, 'kcarve') })
  await writeFile(at('initramfs.cpio'), initramfs)
  const log = await executionLog(build, 'sha256', at('exec.log'))
  const boot = await bootKernel({
    arch: x86_64,
    kernel: join(build, x86_64.image),
    initramfs: at('initramfs.cpio'),
    append: log.append,
    guest: { after: ['dmesg'] },
    logPath: at('console.log'),
    qemuArgs: [
      ...['-bios', OVMF, '-smbios', TABLET.smbios],
      ...['-device', `pci-testdev,romfile=${at('rom')}`],
      ...log.qemuArgs,
    ],
  })
  return { boot, executed: await log.executed() }
}
