// SPDX-License-Identifier: GPL-2.0-only
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../../../../core/run-command.js'
import { type Elf, readElf } from '../../../../formats/elf/index.js'
import { type CarvedObject, carvedObject } from '../index.js'

/** The structures of the crypto API as Linux 6.12 has them, as far as they are looked at. */
const HEADER = `
typedef unsigned char u8;
struct list_head { struct list_head *next, *prev; };
struct crypto_alg {
	struct list_head cra_list, cra_users;
	unsigned cra_flags, cra_blocksize, cra_ctxsize, cra_alignmask;
	int cra_priority, cra_refcnt;
	char cra_name[128], cra_driver_name[128];
	const void *cra_type;
	void *cra_u[4];
};
struct crypto_template {
	struct list_head list;
	void *instances, *module;
	int (*create)(void);
	char name[128];
};
struct drbg_core { unsigned flags; u8 statelen, blocklen; char cra_name[128], backend_cra_name[128]; };
int crypto_register_alg(struct crypto_alg *alg), crypto_register_template(struct crypto_template *tmpl);
int simd_register_skciphers_compat(struct crypto_alg *alg);
void sha256_update(void), aes_expandkey(void), aesni_enc(void);
`

const alg = (name: string, driver: string, priority: number) =>
  `{ .cra_priority = ${priority}, .cra_name = "${name}", .cra_driver_name = "${driver}" }`

/** By path: what the module of the tests is linked from. */
const SOURCES: Readonly<Record<string, string>> = {
  'crypto/algapi.c': `
int crypto_register_alg(struct crypto_alg *alg) { return !alg; }
int crypto_register_template(struct crypto_template *tmpl) { return !tmpl; }
`,
  'crypto/simd.c':
    'int simd_register_skciphers_compat(struct crypto_alg *alg) { return crypto_register_alg(alg); }',
  'crypto/sha256_generic.c': `
static struct crypto_alg algs[] = { ${alg('sha256', 'sha256-generic', 100)} };
int sha256_init(void) { sha256_update(); return crypto_register_alg(algs); }
`,
  'crypto/md5.c': `
static struct crypto_alg alg = { .cra_name = "md5" };
int md5_init(void) { return crypto_register_alg(&alg); }
`,
  'crypto/hmac.c': `
static int create(void) { return 0; }
static struct crypto_template tmpl = { .create = create, .name = "hmac" };
int hmac_init(void) { return crypto_register_template(&tmpl); }
`,
  'crypto/drbg.c': `
/* The size of the state and of a block may look like letters. */
const struct drbg_core drbg_cores[] = {
	{ .statelen = 111, .blocklen = 48, .cra_name = "hmac_sha256", .backend_cra_name = "hmac(sha256)" },
};
struct crypto_alg stdrng;
int drbg_init(void) { return crypto_register_alg(&stdrng); }
`,
  'arch/x86/crypto/aesni-glue.c': `
static struct crypto_alg algs[] = { ${alg('__cbc(aes)', '__cbc-aes-aesni', 400)} };
int aesni_init(void) { aes_expandkey(); aesni_enc(); return simd_register_skciphers_compat(algs); }
`,
  'arch/x86/crypto/aesni-asm.S': '.text\n.globl aesni_enc\n.type aesni_enc,@function\naesni_enc: ret\n',
  'lib/crypto/sha256.c': 'void sha256_update(void) { }',
  'lib/crypto/aes.c': 'void aes_expandkey(void) { }',
  'crypto/fips140/status.c': `
static const char * const approved[] = { "sha256", "hmac(sha256)", "cbc(aes)", "drbg_nopr_hmac_sha256", "hmac(sha512)" };
const char *nth(int n) { return approved[n]; }
`,
}

/** kbuild's names of what some are linked into. */
const MODNAMES: Readonly<Record<string, string>> = {
  'lib/crypto/sha256.c': 'libsha256',
  'lib/crypto/aes.c': 'libaes',
}

export interface MadeServices {
  readonly module: Elf
  readonly path: string
  readonly objects: readonly CarvedObject[]
}

/** A module like a carved one at `dir/fips140.ko`, with the objects that it is linked from. */
export async function makeServices(dir: string, sources = SOURCES): Promise<MadeServices> {
  const objects: CarvedObject[] = []
  const files: string[] = []
  for (const [source, text] of Object.entries({ ...sources, 'crypto/fips140/descriptor.S': DESCRIPTOR })) {
    const name = source.replaceAll('/', '-')
    const [file, object] = [join(dir, name), join(dir, name.replace(/\.[cS]$/, '.o'))]
    writeFileSync(file, source.endsWith('.c') ? `${HEADER}${text}\n` : text)
    await runCommand('gcc', ['-c', '-O1', '-ffreestanding', '-fno-pie', '-o', object, file], {})
    files.push(object)
    const modname = MODNAMES[source]
    const command = {
      ...{ target: source, source, deps: [], configs: [] },
      command: source.endsWith('.S') ? 'gcc' : `gcc -DKBUILD_MODNAME='"${modname ?? 'other'}"' -c`,
    }
    objects.push(
      carvedObject(source.replace(/\.[cS]$/, '.o'), {
        ...{ bytes: readFileSync(object), command, nameSource: (each: string) => each },
      }),
    )
  }
  const path = join(dir, 'fips140.ko')
  await runCommand('ld', ['-r', '-o', path, ...files], {})
  return { module: readElf(readFileSync(path)), path, objects }
}

const DESCRIPTOR = `
	.section .fips140_module,"a"
	.long 0x30343146, 1, 88
	.zero 76
	.section .modinfo,"a"
	.asciz "name=fips140"
	.asciz "version=1.0"
	.asciz "vermagic=6.12.0 SMP mod_unload "
	.section .gnu.linkonce.this_module,"aw"
	.zero 24
	.ascii "fips140"
	.zero 200
`

export const TESTMGR = `static const struct alg_test_desc alg_test_descs[] = {
	{
		.alg = "cbc(aes)",
		.test = alg_test_skcipher,
		.fips_allowed = 1,
		.suite = {
			.cipher = __VECS(aes_cbc_tv_template)
		},
	}, {
		.alg = "hmac(sha256)",
		.test = alg_test_hash,
		.fips_allowed = 1,
	}, {
		.alg = "md5",
		.test = alg_test_hash,
	}, {
		.alg = "sha256",
		.test = alg_test_hash,
		.fips_allowed = 1,
	}
};
`

export const TEST_VECTORS = `static const struct cipher_testvec aes_cbc_tv_template[] = {
	{
		.klen   = 16,
	}, {
		.klen	= 32,
	},
};
`
