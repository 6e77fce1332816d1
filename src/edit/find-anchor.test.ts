// SPDX-License-Identifier: GPL-2.0-only
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Anchor,
  cFunction,
  cInclude,
  cStruct,
  ifBlock,
  ldsMacro,
  ldsSection,
  line,
  lines,
  lineWith,
  makeAssignment,
  makeRule,
  shFunction,
  within,
} from './anchor.js'
import { findAnchor } from './find-anchor.js'
import { sourceText } from './source-text.js'

/** The text of the construct, or how often it was found. */
function find(text: string, anchor: Anchor): string | number {
  const result = findAnchor(sourceText(text), anchor)
  return result.found ? text.slice(result.construct.start, result.construct.end) : result.places.length
}

/** The text in which `within` searches. */
function inside(text: string, anchor: Anchor): string | undefined {
  const result = findAnchor(sourceText(text), anchor)
  const span = result.found ? result.construct.inside : undefined
  return span && text.slice(span.start, span.end)
}

/** The text above which `before` puts text. */
function lead(text: string, anchor: Anchor): string {
  const result = findAnchor(sourceText(text), anchor)
  if (!result.found) return ''
  return text.slice(result.construct.lead ?? result.construct.start, result.construct.start)
}

test('lines are compared with blanks as one, and must be unique', () => {
  const text = 'a  b\n\tc d \nc d\nlast'
  expect(find(text, line('a b'))).toBe('a  b\n')
  expect(find(text, line('c d'))).toBe(2)
  expect(find(text, line('d'))).toBe(0)
  expect(find(text, lines('c d', 'last'))).toBe('c d\nlast')
  expect(find(text, lineWith('a   b'))).toBe('a  b\n')
})

const C = `/* head */
#include <demo/list.h>
#include "local.h" /* ours */

struct demo;
static struct demo *find_demo(int x);

/* A comment with run_demo(int x) { in it. */
struct demo {
	int a; /* } */
	union { int b; } c;
} __packed;

#ifndef MODULE
#define demo_init(x)	__demo(x)
#else /* MODULE */
#define demo_init(x)	\\
	static int y = x; \\
	DEMO
#endif

/**
 * run_demo() - run it
 */
static noinline int __init run_demo(int x)
	__acquires(lock)
{
	char c = '{', *s = "}} run_demo(";
#ifdef A
	if (x) {
#else
	if (!x) {
#endif
		find_demo(x);
	}
	return run_other(x);
}

MACRO_WITHOUT_SEMICOLON(x)

int run_other(int x) { return x; }
#define LONG 1	/* a comment
		 * of two lines */
`

test('C functions are their definitions, not uses, declarations or comments', () => {
  expect(find(C, cFunction('run_demo'))).toMatch(/^static noinline int[\s\S]*return run_other\(x\);\n}\n$/)
  expect(find(C, cFunction('run_other'))).toBe('int run_other(int x) { return x; }\n')
  expect(find(C, cFunction('find_demo'))).toBe(0)
  expect(lead(C, cFunction('run_demo'))).toBe('/**\n * run_demo() - run it\n */\n')
})

test('the inside of a C function is what is between its braces', () => {
  expect(inside(C, cFunction('run_demo'))).toMatch(/^\tchar c = [\s\S]*return run_other\(x\);\n$/)
  expect(inside(C, cFunction('run_other'))).toBe(' return x; ')
})

test('C structs and includes are found by name', () => {
  expect(find(C, cStruct('demo'))).toMatch(/^struct demo \{[\s\S]*\} __packed;\n$/)
  expect(find(C, cInclude('<demo/list.h>'))).toBe('#include <demo/list.h>\n')
  expect(find(C, cInclude('"local.h"'))).toBe('#include "local.h" /* ours */\n')
})

test('functions and the first branch of a preprocessor conditional are scopes', () => {
  const anchor = within(ifBlock('#ifndef MODULE'), lineWith('#define demo_init(x)'))
  expect(find(C, anchor)).toBe('#define demo_init(x)\t__demo(x)\n')
  expect(find(C, ifBlock('# ifdef A'))).toMatch(/^#ifdef A\n[\s\S]*#endif\n$/)
  expect(find(C, within(cFunction('run_demo'), line('find_demo(x);')))).toBe('\t\tfind_demo(x);\n')
})

const MAKE = `# SPDX
obj-y := a.o \\
	b.o	# not c.o
obj-$(CONFIG_X) += x.o
obj-$(CONFIG_X)	+= $(if $(A),a b) y.o

# About the rule
all: a.o b.o | dir
	$(call cmd, x := y)

	second
ifdef X
	third
endif

all: extra.o
export DIR = $(obj:%.o=%.c)
ifeq ($(A), y)
a := 1
else ifdef B
a := 2
else
a := 3
endif
define rule_x
	a := b
endef
a.o: CFLAGS += -x
`

test('makefile assignments are found by variable, word and operator', () => {
  expect(find(MAKE, makeAssignment('obj-y'))).toBe('obj-y := a.o \\\n\tb.o\t# not c.o\n')
  expect(find(MAKE, makeAssignment('obj-y', { value: 'c.o' }))).toBe(0)
  expect(find(MAKE, makeAssignment('obj-$(CONFIG_X)'))).toBe(2)
  expect(find(MAKE, makeAssignment('obj-$(CONFIG_X)', { value: '$(if $(A),a b)' }))).toMatch(/y\.o\n$/)
  expect(find(MAKE, makeAssignment('DIR', { operator: '=' }))).toMatch(/^export DIR/)
  expect(find(MAKE, makeAssignment('CFLAGS'))).toBe(0)
})

test('makefile rules come with their recipe and its conditionals', () => {
  expect(find(MAKE, makeRule('all', { recipe: true }))).toMatch(/^all: a\.o[\s\S]*\tthird\nendif\n$/)
  expect(find(MAKE, makeRule('all', { prerequisite: 'extra.o' }))).toBe('all: extra.o\n')
  expect(find(MAKE, makeRule('all'))).toBe(2)
  expect(lead(MAKE, makeRule('all', { recipe: true }))).toBe('# About the rule\n')
  expect(inside(MAKE, makeRule('all', { recipe: true }))).toMatch(/^\t\$\(call cmd[\s\S]*\nendif\n$/)
  expect(lead(MAKE, makeAssignment('obj-y'))).toBe('')
})

test('the first branch of a makefile conditional is a scope, and a define hides what is in it', () => {
  expect(find(MAKE, within(ifBlock('ifeq ($(A),y)'), makeAssignment('a')))).toBe('a := 1\n')
  expect(find(MAKE, makeAssignment('a'))).toBe(3)
})

const LDS = `#define DEMO_DATA \\
	.demo.data : AT(ADDR(.demo.data)) { \\
		*(.demo.data) \\
	}
SECTIONS
{
	.text : AT(ADDR(.text) - OFFSET) {
		*(.text) /* } */
		DEMO_TEXT
	} :text = 0xcc
	RO_DEMO(PAGE_SIZE)
	. = ALIGN(8);
	/DISCARD/ : { *(.discard) }
	DEMO_DATA
	x = SIZEOF(.text);
}
`

test('linker script sections and macro statements are found', () => {
  expect(find(LDS, ldsSection('.text'))).toMatch(/^\t\.text[\s\S]*:text = 0xcc\n$/)
  expect(find(LDS, ldsSection('.demo.data'))).toMatch(/^\t\.demo\.data[\s\S]*\}\n$/)
  expect(find(LDS, ldsSection('/DISCARD/'))).toBe('\t/DISCARD/ : { *(.discard) }\n')
  expect(find(LDS, ldsMacro('RO_DEMO'))).toBe('\tRO_DEMO(PAGE_SIZE)\n')
  expect(find(LDS, ldsMacro('DEMO_DATA'))).toBe('\tDEMO_DATA\n')
  expect(inside(LDS, ldsSection('.text'))).toMatch(/^\t\t\*\(\.text\)[\s\S]*DEMO_TEXT\n$/)
})

test('shell functions end at their own brace', () => {
  const text = '#!/bin/sh\n\n# about\nrun()\n{\n\tif x; then { y; }\n\tfi\n}\nrun2() {\n\t:\n}\n'
  expect(find(text, shFunction('run'))).toMatch(/^run\(\)\n\{[\s\S]*fi\n\}\n$/)
  expect(find(text, shFunction('run2'))).toBe('run2() {\n\t:\n}\n')
  expect(lead(text, shFunction('run'))).toBe('# about\n')
})

test('any text is searched without a crash', () => {
  const anchors = [
    cFunction('f'),
    cStruct('s'),
    ifBlock('#if A'),
    makeRule('r'),
    makeAssignment('v'),
    ifBlock('ifdef A'),
    ldsSection('.s'),
    ldsMacro('M'),
    shFunction('f'),
  ]
  const pieces = [
    'f',
    '(',
    ')',
    '{',
    '}',
    '\n',
    '\\\n',
    '"',
    "'",
    '/*',
    '*/',
    '#if A',
    '#else',
    '#endif',
    '\t',
    ' ',
    ';',
    'struct s',
    'r:',
    'v=',
    'define d',
    'endef',
    'ifdef A',
    'else',
    'endif',
    '$(',
    '.s :',
    'M',
    '\r\n',
  ]
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 40 }),
      fc.constantFrom(...anchors),
      (parts, anchor) => {
        const text = parts.join('')
        const result = findAnchor(sourceText(text), anchor)
        if (!result.found) return
        const { start, end } = result.construct
        expect(start >= 0 && start <= end && end <= text.length).toBe(true)
      },
    ),
    { numRuns: 3000 },
  )
})
