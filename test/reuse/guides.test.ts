// SPDX-License-Identifier: GPL-2.0-only
import { test } from 'vitest'
import { must } from '../../src/formats/testing/must.js'
import { testGuides } from '../guides/test-guides.js'
import { debianHeaders, debianKernel, debianSources } from './debian-kernel.js'

const [OLD, NEW] = ['6.1.0-47', '6.1.0-56']
const SOURCE = '6.1.170-3'
const kernels = await Promise.all([debianKernel(OLD), debianKernel(NEW)])
const headers = await Promise.all([debianHeaders(OLD), debianHeaders(NEW)])
const source = await debianSources('linux-source-6.1', SOURCE)

if ([...kernels, ...headers, source].includes(undefined)) {
  test.skip(`guides: ${OLD}, ${NEW}, linux-source-6.1 ${SOURCE}`, () => {})
} else {
  const [old, next] = kernels.map(must)
  const variables = {
    OLD: must(must(old).modules[0]),
    NEW: must(must(next).modules[0]),
    OLD_IMAGE: must(old).vmlinuz,
    NEW_IMAGE: must(next).vmlinuz,
    OLD_HEADERS: must(headers[0]),
    NEW_HEADERS: must(headers[1]),
    SOURCE: must(source),
  }
  await testGuides('reuse', async () => ({ variables }))
}
