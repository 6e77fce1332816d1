// SPDX-License-Identifier: GPL-2.0-only
import { defineConfig } from 'vitest/config'

// The end-to-end kernel tests (test/kernel) need minutes and QEMU: they have a command of their own.
export default defineConfig({
  test: { include: ['src/**/*.test.ts', 'test/unit/**/*.test.ts'], testTimeout: 30_000 },
})
