// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { architectureNamed } from '../../src/arch/architectures.js'
import { fetchFromPackage } from '../../src/debian/fetch-from-package.js'
import { readBtf } from '../../src/formats/btf/index.js'
import { sectionData, sectionNamed } from '../../src/formats/elf/index.js'
import { must } from '../../src/formats/testing/must.js'
import { exportsOf, openImage } from '../../src/image/index.js'
import { listedExports } from './listed-exports.js'

const RELEASE = '6.12.117+deb12-arm64'
const fetched = (name: string, path: string) =>
  fetchFromPackage({ name, path }, architectureNamed('arm64')).catch(() => undefined)
const image = await fetched(`linux-image-${RELEASE}`, `boot/vmlinuz-${RELEASE}`)
const symvers = await fetched(`linux-headers-${RELEASE}`, `usr/src/linux-headers-${RELEASE}/Module.symvers`)

test.skipIf(image === undefined || symvers === undefined)(
  `${RELEASE}: an Image without section headers tells the exports of Module.symvers, with CRCs and namespaces, and its types`,
  async () => {
    const { elf, kind } = await openImage(must(image))
    const listed = await listedExports(must(symvers))
    expect(kind).toBe('Image')
    expect(listed).toHaveLength(11894)
    expect(exportsOf(must(elf))).toEqual(listed)
    const btf = readBtf(sectionData(must(elf), must(sectionNamed(must(elf), '.BTF'))))
    expect(btf.endId).toBeGreaterThan(100_000)
  },
)
