// SPDX-License-Identifier: GPL-2.0-only
import { COMMON, type Edit, OWN } from './changed-kernel.js'

/** A single change of a kernel, and what it does to modules that were made with the kernel as it was. */
export interface KernelChange {
  readonly title: string
  readonly edits: readonly Edit[]
  /** By module, what has to be told of each that breaks; all others fit. */
  readonly breaks: Readonly<Record<string, string>>
}

const header = (path: string, from: string, to: string): Edit => ({ file: `${COMMON}/${path}`, from, to })
const exported = (line: string, to: string): Edit => ({
  file: `${OWN}/Module.symvers`,
  from: `${line}\n`,
  to,
})

/** An option is in the headers' configuration and in what the compiler reads of it. */
const option = (name: string, isOn: boolean): Edit[] => {
  const neighbour = 'CONFIG_PADATA'
  const [config, autoconf] = [`${OWN}/.config`, `${OWN}/include/generated/autoconf.h`]
  return isOn
    ? [
        { file: config, from: `${neighbour}=y\n`, to: `${neighbour}=y\n${name}=y\n` },
        {
          file: autoconf,
          from: `#define ${neighbour} 1\n`,
          to: `#define ${neighbour} 1\n#define ${name} 1\n`,
        },
      ]
    : [
        { file: config, from: `${name}=y\n`, to: `# ${name} is not set\n` },
        { file: autoconf, from: `#define ${name} 1\n`, to: '' },
      ]
}

const [REGISTER_TEMPLATE, DO_PARALLEL] = [
  '0x5084e301\tcrypto_register_template\tvmlinux\tEXPORT_SYMBOL_GPL\t',
  '0xcdda4d9f\tpadata_do_parallel\tvmlinux\tEXPORT_SYMBOL\t',
]

/** Nothing breaks. */
const fits = (title: string, ...edits: readonly Edit[]): KernelChange => ({ title, edits, breaks: {} })

const breaks = (
  title: string,
  edits: Edit | readonly Edit[],
  told: Readonly<Record<string, string>>,
): KernelChange => ({ title, edits: [edits].flat(), breaks: told })

/** The same of several modules. */
const each = (modules: string, told: string) =>
  Object.fromEntries(modules.split(' ').map(name => [name, told]))

export const CHANGES: readonly KernelChange[] = [
  fits(
    'a comment of several lines, above functions that warn with their line',
    header('include/net/sock.h', 'enum sock_flags {', '/* one\n * two\n * three\n */\nenum sock_flags {'),
  ),
  fits(
    'a member of a struct that nothing in the modules uses',
    header('include/linux/socket.h', 'struct linger {', 'struct linger {\n\tint unused;'),
  ),
  fits(
    'a member at the end of a struct to which there are only pointers',
    header('include/linux/padata.h', 'u8\t\t\t\t flags;', 'u8\t\t\t\t flags;\n\tu64 more;'),
  ),
  fits(
    'a member in a hole',
    header('include/linux/padata.h', 'int\t\t\tinfo;', 'int\t\t\tinfo;\n\tint more;'),
  ),
  fits('an enumerator at the end', header('include/net/sock.h', 'SOCK_RCVMARK,', 'SOCK_RCVMARK, SOCK_MORE,')),
  fits(
    'an inlined function that no module calls',
    header('include/linux/list.h', 'entry->prev = head;\n}', 'entry->prev = head;\n\tentry->next = head;\n}'),
  ),
  fits(
    'an inlined function that says the same in other words',
    header(
      'include/crypto/scatterwalk.h',
      'return nbytes > len_this_page ? len_this_page : nbytes;',
      'if (nbytes > len_this_page)\n\t\treturn len_this_page;\n\treturn nbytes;',
    ),
  ),
  fits(
    'a constant that no module uses',
    header('include/linux/workqueue.h', 'WQ_MAX_UNBOUND_PER_CPU\t= 4', 'WQ_MAX_UNBOUND_PER_CPU\t= 8'),
  ),
  fits(
    'a new prototype',
    header(
      'include/linux/padata.h',
      'extern void padata_do_serial',
      'extern void padata_do_twice(struct padata_priv *padata);\nextern void padata_do_serial',
    ),
  ),
  fits(
    'another name of an argument',
    header(
      'include/crypto/algapi.h',
      'crypto_drop_spawn(struct crypto_spawn *spawn)',
      'crypto_drop_spawn(struct crypto_spawn *it)',
    ),
  ),
  fits(
    'a new export',
    exported(DO_PARALLEL, `${DO_PARALLEL}\n0x00000001\tpadata_do_twice\tvmlinux\tEXPORT_SYMBOL\t\n`),
  ),
  fits(
    'an export with another CRC',
    exported(DO_PARALLEL, `${DO_PARALLEL.replace('0xcdda4d9f', '0x00000001')}\n`),
  ),
  fits(
    'an export that becomes one for GPL modules, as all of these are',
    exported(DO_PARALLEL, `${DO_PARALLEL.replace('EXPORT_SYMBOL', 'EXPORT_SYMBOL_GPL')}\n`),
  ),
  fits('an option that no header asks for', ...option('CONFIG_BCACHE_DEBUG', true)),
  breaks(
    'a member at the front of a struct',
    header(
      'include/linux/netlink.h',
      'unsigned int\tgroups;',
      'unsigned long\tmore;\n\tunsigned int\tgroups;',
    ),
    {
      crypto_user:
        'netlink_kernel_cfg.input is at 16, not at 8, struct netlink_kernel_cfg has 56 bytes, not 48 (netlink_kernel_cfg.more is new)',
    },
  ),
  breaks(
    'a member before others that are used',
    header(
      'include/linux/padata.h',
      'struct kobject                   kobj;',
      'u64 more;\n\tstruct kobject kobj;',
    ),
    { pcrypt: 'padata_instance.kobj is at 88, not at 80 (padata_instance.more is new)' },
  ),
  breaks(
    'a member in a struct that others are made of',
    header(
      'include/linux/scatterlist.h',
      'unsigned int\tlength;',
      'unsigned int\tmore;\n\tunsigned int\tlength;',
    ),
    each('af_alg algif_hash authenc drbg essiv gcm', '(scatterlist.more is new)'),
  ),
  breaks(
    'a member at the end of an embedded struct',
    header(
      'include/linux/padata.h',
      '(*serial)(struct padata_priv *padata);',
      '(*serial)(struct padata_priv *padata);\n\tvoid *more;',
    ),
    { pcrypt: 'pcrypt_request.__ctx is at 72, not at 64' },
  ),
  breaks(
    'a member at the end of a struct that is embedded in what an allocation holds',
    header('include/crypto/algapi.h', 'bool registered;', 'bool registered;\n\tvoid *more;'),
    each('authenc cryptd essiv gcm pcrypt', '(crypto_spawn.more is new)'),
  ),
  breaks(
    'a member of another type',
    header('include/linux/padata.h', 'unsigned int\t\tseq_nr;', 'unsigned long\t\tseq_nr;'),
    { pcrypt: '(padata_priv.seq_nr has 8 bytes, not 4)' },
  ),
  breaks('a member that is gone', header('include/linux/padata.h', 'int\t\t\tcb_cpu;\n', ''), {
    pcrypt: '(padata_priv.cb_cpu is gone)',
  }),
  breaks('a member renamed', header('include/linux/padata.h', 'int\t\t\tinfo;', 'int\t\t\tresult;'), {
    pcrypt:
      "cannot be compiled: ../source/crypto/pcrypt.c:63:53: error: 'struct padata_priv' has no member named 'info'",
  }),
  breaks(
    'another order of callbacks',
    header(
      'include/linux/net.h',
      'struct module\t*owner;\n\tint\t\t(*release)',
      'struct module\t*owner;\n\tint (*more)(struct socket *sock);\n\tint\t\t(*release)',
    ),
    each('af_alg algif_hash', 'proto_ops.release is at 24, not at 16'),
  ),
  breaks(
    'a callback with one more argument',
    header(
      'include/crypto/aead.h',
      'int (*encrypt)(struct aead_request *req);',
      'int (*encrypt)(struct aead_request *req, int how);',
    ),
    each('authenc cryptd essiv gcm pcrypt', 'incompatible pointer type'),
  ),
  breaks(
    'an enumerator before others',
    header('include/linux/kobject.h', 'KOBJ_ADD,', 'KOBJ_NEW,\n\tKOBJ_ADD,'),
    { pcrypt: 'KOBJ_ADD of include/linux/kobject.h is 1, not 0' },
  ),
  breaks(
    'an enumerator in the middle',
    header('include/net/sock.h', 'SOCK_ZAPPED,', 'SOCK_MORE,\n\tSOCK_ZAPPED,'),
    { af_alg: 'SOCK_FASYNC of include/net/sock.h is 17, not 16' },
  ),
  breaks(
    'an enumerator with another value',
    header('include/linux/workqueue.h', 'WQ_MEM_RECLAIM\t\t= 1 << 3', 'WQ_MEM_RECLAIM\t\t= 1 << 8'),
    { cryptd: 'WQ_MEM_RECLAIM of include/linux/workqueue.h is 1 << 8, not 1 << 3' },
  ),
  breaks(
    'an inlined function',
    header(
      'include/linux/sched/signal.h',
      'if (unlikely(test_tsk_thread_flag(p, TIF_NOTIFY_SIGNAL)))\n\t\treturn 1;\n',
      '',
    ),
    { af_alg: 'inlined signal_pending() of include/linux/sched/signal.h has changed' },
  ),
  breaks(
    'a constant',
    header(
      'include/linux/crypto.h',
      'CRYPTO_TFM_REQ_MAY_SLEEP\t0x00000200',
      'CRYPTO_TFM_REQ_MAY_SLEEP\t0x00000800',
    ),
    each(
      'cryptd drbg gcm pcrypt',
      'CRYPTO_TFM_REQ_MAY_SLEEP of include/linux/crypto.h is 0x00000800, not 0x00000200',
    ),
  ),
  breaks(
    'a constant that is in data as well',
    header('include/linux/crypto.h', 'CRYPTO_ALG_ASYNC\t\t0x00000080', 'CRYPTO_ALG_ASYNC\t\t0x00000040'),
    each(
      'cryptd essiv ghash_clmulni_intel pcrypt',
      'CRYPTO_ALG_ASYNC of include/linux/crypto.h is 0x00000040, not 0x00000080',
    ),
  ),
  breaks(
    'a macro with arguments',
    header(
      'include/linux/minmax.h',
      '#define min_t(type, x, y) __cmp_once(min,',
      '#define min_t(type, x, y) __cmp_once(max,',
    ),
    each('af_alg drbg', 'min_t of include/linux/minmax.h has changed'),
  ),
  breaks(
    'a macro of assembler',
    header(
      'arch/x86/include/asm/linkage.h',
      '#define RET\tjmp __x86_return_thunk',
      '#define RET\tlfence; jmp __x86_return_thunk',
    ),
    {
      ghash_clmulni_intel:
        'RET of arch/x86/include/asm/linkage.h is lfence; jmp __x86_return_thunk, not jmp __x86_return_thunk',
    },
  ),
  breaks(
    'one more argument of a function',
    header(
      'include/linux/padata.h',
      'extern void padata_do_serial(struct padata_priv *padata);',
      'extern void padata_do_serial(struct padata_priv *padata, int how);',
    ),
    { pcrypt: "error: too few arguments to function 'padata_do_serial'" },
  ),
  breaks(
    'a wider argument',
    header(
      'include/crypto/internal/hash.h',
      'const char *name, u32 type, u32 mask',
      'const char *name, u32 type, u64 mask',
    ),
    { authenc: 'crypto_grab_ahash() of include/crypto/internal/hash.h takes "u64 mask", not "u32 mask"' },
  ),
  breaks(
    'a function that returns another type',
    header(
      'include/crypto/algapi.h',
      'int crypto_register_template(struct',
      'long crypto_register_template(struct',
    ),
    each(
      'authenc essiv pcrypt',
      'is declared "long crypto_register_template", not "int crypto_register_template"',
    ),
  ),
  breaks('an option on which inlined functions depend', option('CONFIG_DEBUG_SG', true), {
    ...each('af_alg algif_hash drbg essiv gcm', '(CONFIG_DEBUG_SG is on, not off)'),
  }),
  breaks('an option of which the source speaks', option('CONFIG_CRYPTO_FIPS', false), {
    drbg: 'CONFIG_CRYPTO_FIPS is off, not on',
  }),
  breaks('an export removed', exported(DO_PARALLEL, ''), {
    pcrypt: 'padata_do_parallel is not exported by the kernel',
  }),
  breaks(
    'an export in a namespace, which one of its users imports',
    exported(REGISTER_TEMPLATE, `${REGISTER_TEMPLATE}CRYPTO_INTERNAL\n`),
    each(
      'authenc cryptd pcrypt',
      'crypto_register_template is in the namespace CRYPTO_INTERNAL, which the module does not import',
    ),
  ),
  breaks('an option that vermagic names', option('CONFIG_MODULE_UNLOAD', false), {
    ...each(
      'af_alg algif_hash authenc cryptd crypto_user drbg essiv gcm ghash_clmulni_intel pcrypt',
      'it was made for a kernel with "SMP preempt mod_unload modversions", this one is "SMP preempt modversions"',
    ),
  }),
]
