// SPDX-License-Identifier: GPL-2.0-only
/*
 * A TCG plugin: counts the guest instructions executed from the first at address `start`, and prints
 * "insn-count ADDRESS NUMBER" on stdout when an address given as `stop` (there may be several) is reached for
 * the first time; the instruction there is not in the number. An iteration of a rep-prefixed instruction
 * counts as one, as it does under -icount.
 *
 * The declarations are those of QEMU's plugin API, version 1 (docs/devel/tcg-plugins.rst); qemu-plugin.h is
 * in no Debian package.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
enum { QEMU_PLUGIN_CB_NO_REGS };
enum { QEMU_PLUGIN_INLINE_ADD_U64 };
typedef void (*tb_trans_cb)(qemu_plugin_id_t id, struct qemu_plugin_tb *tb);
typedef void (*insn_cb)(unsigned int vcpu, void *data);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, tb_trans_cb cb);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t index);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *insn, int op, void *pointer, uint64_t value);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *insn, insn_cb cb, int flags, void *data);

#define EXPORT __attribute__((visibility("default")))

EXPORT int qemu_plugin_version = 1;

#define MAX_STOPS 8

struct stop {
	uint64_t address;
	bool reached;
};

static uint64_t start_address;
static struct stop stops[MAX_STOPS];
static int stop_count;
static uint64_t executed, executed_at_start;
static bool started;

static void at_start(unsigned int vcpu, void *data)
{
	(void)vcpu, (void)data;
	if (started)
		return;
	started = true;
	executed_at_start = executed;
}

static void at_stop(unsigned int vcpu, void *data)
{
	struct stop *stop = data;

	(void)vcpu;
	if (!started || stop->reached)
		return;
	stop->reached = true;
	printf("insn-count 0x%" PRIx64 " %" PRIu64 "\n", stop->address, executed - executed_at_start);
	fflush(stdout);
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
	size_t count = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t i = 0; i < count; i++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
		uint64_t address = qemu_plugin_insn_vaddr(insn);

		/* The callbacks come before the addition of the same instruction: registered first, run first. */
		if (address == start_address)
			qemu_plugin_register_vcpu_insn_exec_cb(insn, at_start, QEMU_PLUGIN_CB_NO_REGS, NULL);
		for (int s = 0; s < stop_count; s++)
			if (address == stops[s].address)
				qemu_plugin_register_vcpu_insn_exec_cb(insn, at_stop, QEMU_PLUGIN_CB_NO_REGS,
								       &stops[s]);
		qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64, &executed, 1);
	}
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const void *info, int argc, char **argv)
{
	(void)info;
	for (int i = 0; i < argc; i++) {
		if (!strncmp(argv[i], "start=", 6))
			start_address = strtoull(argv[i] + 6, NULL, 0);
		else if (!strncmp(argv[i], "stop=", 5) && stop_count < MAX_STOPS)
			stops[stop_count++].address = strtoull(argv[i] + 5, NULL, 0);
	}
	if (!start_address || !stop_count) {
		fprintf(stderr, "insn-count: start= and stop= are needed\n");
		return -1;
	}
	qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
	return 0;
}
