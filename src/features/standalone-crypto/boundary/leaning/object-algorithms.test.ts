// SPDX-License-Identifier: GPL-2.0-only
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand } from '../../../../core/run-command.js'
import { readElf } from '../../../../formats/elf/index.js'
import { scratch } from '../../../../formats/testing/scratch.js'
import { algorithmsIn } from './object-algorithms.js'

const SOURCE = `struct list { struct list *next, *prev; };
struct alg { struct list list, users; unsigned flags, size, context, mask; int priority, count;
	char name[128], driver[128]; const void *type; void (*init)(void); };
struct template { struct list list; void *instances, *module; int (*create)(void); char name[128]; };
int create(void) { return 0; }
struct alg algs[] = {
	{ .flags = 1, .size = 64, .name = "sha256", .driver = "sha256-generic" },
	{ .flags = 1, .size = 64, .name = "__cbc(aes)", .driver = "__cbc-aes-aesni" },
};
__attribute__((section(".data..ro_after_init"))) struct template hmac = { .create = create, .name = "hmac" };
const char text[128] = "nothing that is registered";
char label[64] = "short";
int counter[64] = { 1, 2, 3 };
`

test('algorithms are told by driver, templates by name', async () => {
  const directory = scratch()
  const [source, object] = [join(directory, 'a.c'), join(directory, 'a.o')]
  await writeFile(source, SOURCE)
  await runCommand('gcc', ['-c', '-O1', '-o', object, source])
  expect(algorithmsIn(readElf(await readFile(object))).sort()).toEqual([
    'cbc-aes-aesni',
    'hmac',
    'sha256-generic',
  ])
})
