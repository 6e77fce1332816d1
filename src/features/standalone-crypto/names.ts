// SPDX-License-Identifier: GPL-2.0-only
// The names and sizes that TypeScript shares with the payload: paths, options, sections, symbols. names.test.ts checks
// them against the payload.

/** Name of the module: in .modinfo, in /proc/crypto, and before every message of the loader. */
export const MODULE_NAME = 'fips140'
/** The payload's own code, relative to a tree. */
export const DIRECTORY = 'crypto/fips140'
/** Its options, and the prefix of their names. */
export const KCONFIG = `${DIRECTORY}/Kconfig`
export const OPTIONS = 'CRYPTO_FIPS140_'
export const EXTMOD = 'CRYPTO_FIPS140_EXTMOD'
/** The key of the module's digest, and its default. */
export const HMAC_KEY = 'CRYPTO_FIPS140_HMAC_KEY'
export const DEFAULT_HMAC_KEY = 'integrity of the standalone crypto module'
/** Options that are compiled into the module and that nothing of the kernel reads. The key is none: a build verifies the module by its own. */
export const OWN_OPTIONS = ['CRYPTO_FIPS140_VERSION'] as const

/** Defined where carved code is compiled, and nowhere else. */
export const CARVED_MACRO = 'FIPS_MODULE'

/** Lists of makefiles: those that name objects by option, the one whose built-in objects are carved, and what stays in vmlinux. */
export const LISTS = {
  objects: ['obj', 'crypto-objs'],
  carved: 'crypto-objs',
  stays: 'crypto-objs-vmlinux',
} as const
/**
 * Groups of carved objects. Each leaves an object in vmlinux, whose initcalls run those of the group. The name by which module
 * and vmlinux know a group is `DIRECTORY/fips140-run…`; it is ABI, and so did not change with the names of objects and initcalls.
 */
export const GROUPS = { name: 'fips140-run', object: 'fips140-group', initcall: 'fips140_group_' } as const
/** What a finished build has, relative to the build directory. */
export const BUILT = {
  /** As modpost names it. */
  name: `${DIRECTORY}/fips140`,
  module: `${DIRECTORY}/fips140.ko`,
  digest: `${DIRECTORY}/fips140.ko.hmac`,
  /** The names of approved services: those of approved.h less what needs code outside. */
  services: `${DIRECTORY}/services.h`,
  /** What the link step writes for vmlinux: a slot for every redirected function, storage for every variable. */
  redirects: `${DIRECTORY}/link/redirect.S`,
  /** Arguments of that step: `--wrap=NAME` of functions, and the objects of early twins. */
  linkArguments: `${DIRECTORY}/link/wrap`,
} as const
/** The macros of that file. */
export const REDIRECT_MACROS = { function: 'fips140_func', variable: 'fips140_var' } as const

/** Section of vmlinux that holds the files of one or two modules, and the symbols around each. */
export const EMBEDDED = {
  section: '.fips140_embedded',
  alignment: 16,
  symbols: [
    { start: '_binary_fips140_ko_start', end: '_binary_fips140_ko_end' },
    { start: '_binary_fips140_fresh_ko_start', end: '_binary_fips140_fresh_ko_end' },
  ],
} as const
/** What the files of these modules are called when they are taken out. */
export const EMBEDDED_FILES = ['fips140.ko', 'fips140_fresh.ko'] as const
/** The symbols around the files of their digests. */
export const DIGESTS = [
  { start: '_binary_fips140_hmac_start', end: '_binary_fips140_hmac_end' },
  { start: '_binary_fips140_fresh_hmac_start', end: '_binary_fips140_fresh_hmac_end' },
] as const
/** The tables of redirects: the symbols around them, and the bytes of an entry, which begins with a pointer to a name. */
export const REDIRECTS = {
  functions: { start: 'fips140_funcs', end: 'fips140_funcs_end', entrySize: 24 },
  variables: { start: 'fips140_vars', end: 'fips140_vars_end', entrySize: 32 },
  /** What `ld --wrap` puts before the name of a redirected function. */
  wrapPrefix: '__wrap_',
} as const
/** Before the name of a redirected function: what is called in its place until the module is loaded. */
export const TWIN_PREFIX = 'fips140_early_'
/** Symbols of vmlinux around the memory that is freed when the kernel has booted. */
export const INIT_MEMORY = { begin: '__init_begin', end: '__init_end' } as const
/** Functions of the loader: the load, two consecutive steps of it, and the initcalls of a group. */
export const LOADER = {
  load: 'fips140_load',
  runGroup: 'fips140_run_group',
  checkIntegrity: 'fips140_check_integrity',
  plugIn: 'fips140_plug_in',
} as const

/** Section of the module that holds its descriptor, struct fips140_module; bytes in the first version, later ones only grow. */
export const DESCRIPTOR = { section: '.fips140_module', magic: 0x30343146, firstSize: 88 } as const
/** Section and symbol of the module's initcalls, struct fips140_initcall; bytes of an entry, and where its group and level are. */
export const INITCALLS = {
  section: '.init.fips140_initcalls',
  symbol: 'fips140_initcalls',
  entrySize: 24,
  groupAt: 8,
  levelAt: 16,
} as const
/** The function of the module that checks its image, with the key. */
export const SELF_CHECK = 'fips140_self_check'
/** The variable of the module with the names of approved services, made of a file that the build writes. */
export const APPROVED_LIST = 'approved'
/** Section of a module beside the carved one, with the mark that names the one it belongs to. */
export const MEMBER_SECTION = '.fips140_member'
