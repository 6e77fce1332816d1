// SPDX-License-Identifier: GPL-2.0-only
import {
  after,
  append,
  before,
  cFunction,
  cInclude,
  cStruct,
  type FileEdits,
  ifBlock,
  inFile,
  ldsMacro,
  ldsSection,
  line,
  lineWith,
  makeAssignment,
  makeRule,
  mapLines,
  type Recipe,
  replace,
  type Step,
  shFunction,
  step,
  within,
} from '../index.js'

const toDemo = (line: string) => line.replace(/^obj-(?=\$\(CONFIG_)/, 'demo-objs-')

const objectsStep = (path: string): Step =>
  step({
    id: `objects-${path}`,
    path,
    purpose: 'collect the objects under another name',
    group: 'objects',
    edits: [mapLines('obj-$(CONFIG_X) becomes demo-objs-$(CONFIG_X)', toDemo)],
  })

const countedIn = (path: string): FileEdits =>
  inFile(
    path,
    before(
      makeAssignment('real-obj-y', { operator: ':=', value: '$(addprefix $(obj)/,$(real-obj-y))' }),
      'demo-real := $(real-obj-y)',
    ),
    replace(
      makeAssignment('part-of-module'),
      'part-of-module = $(if $(filter $(basename $@).o, $(real-obj-m) $(demo-objs-y)),y)',
    ),
  )

const saidBefore = (target: string): FileEdits =>
  inFile('scripts/Makefile.modfinal', before(makeRule(target), '# demo: before the modules\n\n'))

/** Edits of every kind in 15 files of a Linux 6.x tree, and new files; the result is not meant to be built. */
export const demoRecipe: Recipe = {
  name: 'demo',
  steps: [
    objectsStep('crypto/Makefile'),
    objectsStep('crypto/asymmetric_keys/Makefile'),
    objectsStep('crypto/async_tx/Makefile'),
    objectsStep('arch/x86/crypto/Makefile'),
    step({
      id: 'descend',
      path: 'crypto/Makefile',
      purpose: 'descend into the demo directory',
      group: 'objects',
      edits: [
        after(makeAssignment('obj-$(CONFIG_CRYPTO_FIPS)', { value: 'fips.o' }), 'obj-y += demo/'),
        append('# demo: the end'),
      ],
    }),
    step({
      id: 'archive',
      path: 'Makefile',
      purpose: 'build the demo archive first',
      group: 'build rule',
      edits: [
        before(makeRule('vmlinux.a', { recipe: true }), 'demo.a: FORCE\n\t@:\n'),
        after(makeAssignment('MODLIB'), 'DEMO_DIR = $(MODLIB)/demo'),
      ],
    }),
    {
      id: 'objects',
      purpose: 'demo objects count as objects',
      group: 'build rule',
      variants: [
        { id: 'lists-in-makefile-lib', files: [countedIn('scripts/Makefile.lib')] },
        { id: 'lists-in-makefile-build', files: [countedIn('scripts/Makefile.build')] },
      ],
    },
    step({
      id: 'archive-rule',
      path: 'scripts/Makefile.build',
      purpose: 'archive of the demo objects',
      group: 'build rule',
      edits: [
        after(
          makeRule('$(obj)/built-in.a'),
          '\n$(obj)/demo.a: $(demo-objs-y) FORCE\n\t$(call if_changed,ar)',
        ),
      ],
    }),
    {
      id: 'modfinal',
      purpose: 'say what is linked',
      group: 'build rule',
      variants: [
        { id: 'pattern', files: [saidBefore('%.ko')] },
        { id: 'list', files: [saidBefore('$(modules)')] },
      ],
    },
    step({
      id: 'link',
      path: 'scripts/link-vmlinux.sh',
      purpose: 'say what is linked',
      group: 'build rule',
      edits: [after(shFunction('vmlinux_link'), '\ndemo_link()\n{\n\t:\n}')],
    }),
    step({
      id: 'section',
      path: 'arch/x86/kernel/vmlinux.lds.S',
      purpose: 'a section for the demo',
      group: 'linker script',
      edits: [
        after(ldsMacro('INIT_DATA_SECTION'), '\n\t.demo : { *(.demo) }'),
        replace(ldsMacro('RO_DATA'), '\tDEMO_RO\n\tRO_DATA(PAGE_SIZE)'),
        after(within(ldsSection('.init.begin'), lineWith('__init_begin = .;')), '\t\t__demo_begin = .;'),
      ],
    }),
    step({
      id: 'initcalls',
      path: 'include/linux/module.h',
      purpose: 'initcalls of the demo',
      group: 'headers',
      edits: [
        before(
          within(ifBlock('#ifndef MODULE'), lineWith('#define module_init(x)')),
          '#define demo_init(fn)\tmodule_init(fn)\n',
        ),
        after(cInclude('<linux/list.h>'), '#include <linux/list_sort.h>'),
        after(within(cStruct('module'), lineWith('enum module_state state;')), '\tint demo;'),
      ],
    }),
    step({
      id: 'parameters',
      path: 'kernel/params.c',
      purpose: 'parameters early',
      group: 'loader',
      edits: [before(lineWith('module_kset = kset_create_and_add'), '\tif (module_kset)\n\t\treturn 0;')],
    }),
    step({
      id: 'load',
      path: 'kernel/module/main.c',
      purpose: 'load the demo',
      group: 'loader',
      edits: [
        before(cFunction('do_init_module'), 'static int demo_loaded;\n'),
        after(within(cFunction('load_module'), lineWith('char *after_dashes;')), '\tint demo;'),
        before(within(cFunction('load_module'), lineWith('err = module_sig_check(')), '\tdemo_loaded--;'),
      ],
    }),
    step({
      id: 'declare',
      path: 'kernel/module/internal.h',
      purpose: 'declare it',
      group: 'loader',
      edits: [after(cStruct('load_info'), '\nextern int demo_count;')],
    }),
    step({
      id: 'option',
      path: 'crypto/Kconfig',
      purpose: 'an option',
      group: 'options',
      edits: [before(line('config CRYPTO_FIPS'), 'config CRYPTO_DEMO\n\tbool "Demo"\n')],
    }),
    {
      id: 'other-kernels',
      purpose: 'what only other kernels have',
      group: 'loader',
      matches: 'at most one',
      variants: [{ id: 'any-tree', files: [inFile('no/such/file.c', append('x'))] }],
    },
  ],
  files: [
    { path: 'crypto/demo/Makefile', content: 'obj-y += demo.o\n', purpose: 'its makefile' },
    { path: 'crypto/demo/demo.c', content: 'int demo;\n'.repeat(2000), purpose: 'its code' },
    { path: 'crypto/demo/gen/demo.sh', content: '#!/bin/sh\n:\n', mode: 0o755, purpose: 'its generator' },
    { path: 'scripts/Makefile.demo', content: '# demo\n', purpose: 'its build rule' },
  ],
}
