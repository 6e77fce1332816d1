// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest'
import { planEdits } from '../../../edit/index.js'
import { makeTree } from '../../../edit/testing/small-tree.js'
import { moduleMemory } from './module-memory.js'

/** Cut down to what the steps look for. */
const EXECMEM = `static int __init execmem_late_init(void)
{
	__execmem_init();
	return 0;
}
core_initcall(execmem_late_init);
`
const limits = (registration: string) => `static int __init module_init_limits(void)
{
	u64 kernel_end = (u64)_end;

	/*
	 * The default modules region is placed immediately below the kernel
	 * image, and is large enough to use the full 2G relocation range.
	 */
	return 0;
}
${registration}`
const KASLR = `static int __init kaslr_init(void)
{
	u32 seed;

	/*
	 * Set a reasonable default for module_alloc_base in case
	 * we end up running with module randomization disabled.
	 */
	return 0;
}
subsys_initcall(kaslr_init)
`

async function edited(files: Readonly<Record<string, string>>) {
  const root = await makeTree(files)
  const plan = await planEdits(root, { name: 'demo', steps: [moduleMemory], files: [] })
  const changed = plan.files.filter(
    ({ oldContent, newContent }) => Buffer.compare(newContent, oldContent) !== 0,
  )
  return changed.map(({ path, newContent }) => [path, Buffer.from(newContent).toString()] as const)
}

for (const [kernel, files, path, initcall] of [
  ['6.12', { 'mm/execmem.c': EXECMEM }, 'mm/execmem.c', 'execmem_late_init'],
  [
    '6.10, which left the function of older kernels where it was,',
    { 'mm/execmem.c': EXECMEM, 'arch/arm64/kernel/module.c': limits('') },
    'mm/execmem.c',
    'execmem_late_init',
  ],
  [
    '6.6',
    {
      'arch/arm64/kernel/Makefile': '',
      'arch/arm64/kernel/module.c': limits('subsys_initcall(module_init_limits);\n'),
    },
    'arch/arm64/kernel/module.c',
    'module_init_limits',
  ],
  [
    '6.1',
    { 'arch/arm64/kernel/Makefile': '', 'arch/arm64/kernel/kaslr.c': KASLR },
    'arch/arm64/kernel/kaslr.c',
    'kaslr_init',
  ],
] as const) {
  test(`memory for modules of ${kernel} is set up by one early call`, async () => {
    const [[found, text] = ['', ''], ...others] = await edited(files)
    expect(others).toEqual([])
    expect(found).toBe(path)
    expect(text).toMatch(/embedded_module_memory\(\) may have been here/)
    expect(text).toContain(`void __init embedded_module_memory(void)\n{\n\t${initcall}();\n}`)
  })
}

test('a tree that has it ready stays as it is', async () => {
  expect(await edited({ 'mm/execmem.c': 'void __init execmem_init(void)\n{\n}\n' })).toEqual([])
})
