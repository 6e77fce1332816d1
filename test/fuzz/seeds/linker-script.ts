// SPDX-License-Identifier: GPL-2.0-only

/** A linker script as it goes into the preprocessor, with one of each thing that a reader looks for. */
export const LINKER_SCRIPT = `/* SPDX-License-Identifier: GPL-2.0 */
#define RODATA(align) \\
	. = ALIGN((align)); \\
	.rodata : AT(ADDR(.rodata) - LOAD_OFFSET) { \\
		__start_rodata = .; \\
		*(.rodata) *(.rodata.*) \\
	}
SECTIONS
{
	. = START;
	.text : AT(ADDR(.text) - LOAD_OFFSET) {
		_text = .;
#ifdef CONFIG_X
		*(.text.x)
#else
		*(.text)
#endif
	} :text = 0xcccccccc
	RODATA(PAGE_SIZE)
	.init.begin : AT(ADDR(.init.begin) - LOAD_OFFSET) {
		__init_begin = .; /* paired with __init_end */
	}
	INIT_DATA_SECTION(16)
	BUG_TABLE
	/DISCARD/ : { *(.eh_frame) }
}
`
