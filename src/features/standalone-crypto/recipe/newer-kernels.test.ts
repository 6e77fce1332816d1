// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { planEdits, type Step } from '../../../edit/index.js'
import { makeTree } from '../../../edit/testing/small-tree.js'
import { buildRule } from './build-rule.js'
import { loader } from './loader.js'
import { moduleCode } from './module-code.js'

// Where constructs moved after Linux 6.12: excerpts of the shape that the steps look for, in our own words.

const all = [...buildRule([]), ...moduleCode, ...loader]

/** What the steps whose purpose has this word make of the files. */
async function edited(word: string, files: Readonly<Record<string, string>>) {
  const steps: Step[] = all.filter(({ purpose }) => purpose.includes(word))
  expect(steps.length).toBeGreaterThan(0)
  const slots = steps.flatMap(({ variants }) => Object.keys(variants[0]?.fills ?? {}))
  const payload = slots.map(slot => ({ path: `new/${slot}`, content: `@${slot}@`, purpose: 'a file' }))
  const plan = await planEdits(await makeTree(files), { name: 'r', steps, files: payload })
  return Object.fromEntries(
    plan.files.map(({ path, newContent }) => [path, Buffer.from(newContent).toString()]),
  )
}

const textsOf = (steps: readonly Step[]): string[] =>
  steps
    .flatMap(({ variants }) => variants.flatMap(({ files }) => files.flatMap(({ edits }) => edits)))
    .flatMap(edit => ('text' in edit ? [edit.text] : []))

/** Runs make on the text; what it prints. */
const make = (text: string, ...args: string[]) =>
  execFileSync('make', ['-s', '-f', '-', ...args], { input: text, encoding: 'utf8' })

const LISTS = `# When an object is listed to be built compiled-in and modular,
# only build the compiled-in version
obj-m := $(filter-out $(obj-y),$(obj-m))
`

test('lists are derived in Makefile.build since 6.16, flags in Makefile.lib all the same', async () => {
  const files = {
    'scripts/Makefile.lib': 'part-of-module = $(if $(filter $@, $(real-obj-m)),y)\n',
    'scripts/Makefile.build': `include $(srctree)/scripts/Makefile.lib\n${LISTS}ifneq ($(obj),.)\nobj-m := $(addprefix $(obj)/, $(obj-m))\nendif\nrest\n`,
  }
  const made = await edited('is used as obj-', files)
  expect(Object.keys(made)).toEqual(['scripts/Makefile.build'])
  const include = 'include $(srctree)/scripts/Makefile.fips140\n'
  expect(made['scripts/Makefile.build']).toBe(
    files['scripts/Makefile.build'].replace(LISTS, `${include}\n${LISTS}`).replace('rest', `${include}rest`),
  )
})

for (const [since, name, target] of [
  ['up to 6.14', 'vmlinux', 'vmlinux'],
  ['since 6.15', 'vmlinux', '$(vmlinux-final)'],
  ['since 6.18', 'vmlinux.unstripped', 'vmlinux.unstripped'],
]) {
  test(`${target} is what is linked ${since}`, async () => {
    const text = `vmlinux-final := vmlinux\ntargets += ${target}\n${target}: vmlinux.o FORCE\n\t+$(call if_changed_dep,link_vmlinux)\n`
    const made = await edited('linked anew', { 'scripts/Makefile.vmlinux': text })
    const shown = make(
      `CONFIG_CRYPTO_FIPS140_EXTMOD := y\nif_changed_dep = @echo $^\n${made['scripts/Makefile.vmlinux']}FORCE vmlinux.o:\ncrypto/fips140/%: ;\n`,
      name ?? '',
    )
    expect(shown).toMatch(/^vmlinux\.o FORCE .*crypto\/fips140\/link\/built-in\.a/)
  })
}

for (const [since, path, command, printed] of [
  ['up to 6.17', 'scripts/Makefile.vmlinux_o', 'objcopy', 'copied carved'],
  ['since 6.18', 'scripts/Makefile.vmlinux', 'modules_builtin_modinfo', 'copied stripped carved'],
] as const) {
  test(`what is carved is added to modules.builtin.modinfo last, ${since}`, async () => {
    const stripped = 'cmd_modules_builtin_modinfo = $(cmd_objcopy); printf " stripped"\n'
    const text = `cmd_objcopy = printf copied\n${command === 'objcopy' ? '' : stripped}OBJCOPYFLAGS_modules.builtin.modinfo := -O binary\n`
    const made = await edited('modules.builtin', { [path]: text })
    const added = (made[path] ?? '')
      .replace('cat crypto/fips140/fips140.modinfo >> $@', 'printf " carved"')
      .replace('modules.builtin.modinfo: crypto/fips140/fips140.modinfo\n', '')
    const rule = `default: ; @$(cmd_${command})\n`
    expect(make(`CONFIG_CRYPTO_FIPS140_EXTMOD := y\n${added}${rule}`, 'default')).toBe(printed)
  })
}

test('only fips140.ko is linked, whatever list Makefile.modfinal reads', async () => {
  const text = textsOf(buildRule([]).filter(({ id }) => id === 'link-module')).join('')
  const assignment = /modfinal .*(modules="\$\$\(cat .*\)")/.exec(text)?.[1]
  expect(assignment).toBe('modules="$$(cat crypto/fips140/modules.order)"')
  const modfinal = 'modules := a.o b.o\ndefault: ; @echo $(modules:%.o=%.ko)\n'
  expect(make(modfinal, 'modules=crypto/fips140/fips140.o')).toBe('crypto/fips140/fips140.ko\n')
})

test('an embedded module passes before extended versions are looked at, which are there since 6.14', async () => {
  const made = await edited('its fit was decided', {
    'kernel/module/version.c': `int check_version(const struct load_info *info, const u32 *crc)
{
	int i;

	/* Exporting module didn't supply crcs?  OK, we're already tainted. */
	if (!crc)
		return 1;

	if (info->index.vers_ext_crc)
		return extended(info);

	/* No versions at all?  modprobe --force does this. */
	return 0;
}
`,
  })
  const text = made['kernel/module/version.c'] ?? ''
  expect(text.indexOf('if (is_embedded(info))')).toBeGreaterThan(0)
  expect(text.indexOf('if (is_embedded(info))')).toBeLessThan(text.indexOf('extended('))
})

for (const [since, text] of [
  [
    'up to 6.17',
    `#ifdef MODULE
/* Creates an alias so file2alias.c can find device table. */
#define MODULE_DEVICE_TABLE(type, name) alias_of(name)
#else
#define MODULE_DEVICE_TABLE(type, name)
#endif
`,
  ],
  [
    'since 6.18',
    `#define MODULE_DEVICE_TABLE(type, name)	\\
static typeof(name) __mod_device_table(type, name)	\\
  __attribute__ ((used, alias(__stringify(name))))
`,
  ],
] as const) {
  test(`device tables of built-in code, ${since}`, async () => {
    const made = await edited('device tables', { 'include/linux/module.h': text })
    const use = (header: string) => `${header}MODULE_DEVICE_TABLE(a, b)\n`
    const preprocess = (header: string, ...defines: string[]) =>
      execFileSync('gcc', ['-E', '-P', ...defines, '-'], { input: use(header), encoding: 'utf8' }).trim()
    const header = made['include/linux/module.h'] ?? ''
    expect(preprocess(header, '-DMODULE', '-DFIPS_MODULE')).toBe('')
    expect(preprocess(header, '-DMODULE')).toBe(preprocess(text, '-DMODULE'))
    expect(preprocess(header)).toBe(preprocess(text))
  })
}

for (const [since, name, argument] of [
  ['up to 6.12', '__stringify(ns)', 'INTERNAL'],
  ['since 6.13', 'ns', '"INTERNAL"'],
]) {
  test(`namespaces that carved objects import are imported by the module, ${since}`, async () => {
    const text = `#define MODULE_IMPORT_NS(ns)\tMODULE_INFO(import_ns, ${name})\n`
    const made = await edited('symbol namespaces', { 'include/linux/module.h': text })
    const preprocess = (...defines: string[]) =>
      execFileSync('gcc', ['-E', '-P', '-D__stringify(ns)=#ns', ...defines, '-'], {
        input: `${made['include/linux/module.h']}MODULE_IMPORT_NS(${argument});\n`,
        encoding: 'utf8',
      }).replace(/\s+/g, ' ')
    expect(preprocess()).toBe('MODULE_INFO(import_ns, "INTERNAL"); ')
    expect(preprocess('-DFIPS_MODULE')).toMatch(
      /^MODULE_INFO\(import_ns, "INTERNAL"\); .* __section\("\.modinfo"\) .* = "import_ns=" "INTERNAL"; $/,
    )
  })
}

for (const name of ['__MODULE_INFO(tag, name, info)', 'MODULE_INFO(tag, info)']) {
  test(`${name} puts what modinfo prints of carved code in a section of its own`, async () => {
    const text = `#define ${name} \\
	static const char id[] \\
		__used __section(".modinfo") __aligned(1) \\
		= #tag "=" info
`
    const made = await edited('modinfo', { 'include/linux/moduleparam.h': text })
    expect(made['include/linux/moduleparam.h']).toMatch(
      /#define __MODULE_INFO_SECTION "\.modinfo"\n#endif\n\n#define \w*MODULE_INFO\([\s\S]*__section\(__MODULE_INFO_SECTION\)/,
    )
  })
}
