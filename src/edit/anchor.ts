// SPDX-License-Identifier: GPL-2.0-only

/**
 * Names a construct in a file. It stands for whole lines, from the first byte of its first line to past the newline of its
 * last. It must be found exactly once in its scope: the file, or what `within` says.
 */
export type Anchor =
  | { readonly kind: 'line'; readonly text: string }
  | { readonly kind: 'lineWith'; readonly text: string }
  | { readonly kind: 'lines'; readonly texts: readonly string[] }
  | ({ readonly kind: 'makeAssignment'; readonly name: string } & AssignmentOptions)
  | ({ readonly kind: 'makeRule'; readonly name: string } & RuleOptions)
  | { readonly kind: 'ldsSection'; readonly name: string }
  | { readonly kind: 'ldsMacro'; readonly name: string }
  | { readonly kind: 'cFunction'; readonly name: string }
  | { readonly kind: 'cStruct'; readonly name: string }
  | { readonly kind: 'cInclude'; readonly name: string }
  | { readonly kind: 'shFunction'; readonly name: string }
  | { readonly kind: 'ifBlock'; readonly condition: string }
  | { readonly kind: 'within'; readonly scope: Anchor; readonly anchor: Anchor }

export interface AssignmentOptions {
  /** Only assignments whose value has this word. */
  readonly value?: string | undefined
  /** Only assignments by this operator: `=`, `:=`, `+=`, `?=`… */
  readonly operator?: string | undefined
}

export interface RuleOptions {
  /** Only rules that have this prerequisite. */
  readonly prerequisite?: string | undefined
  /** Only rules with (true) or without (false) a recipe of their own. */
  readonly recipe?: boolean | undefined
}

/** A line that reads so; runs of blanks count as one, blanks at both ends as none. */
export const line = (text: string): Anchor => ({ kind: 'line', text })

/** A line that has this text anywhere in it; runs of blanks count as one. */
export const lineWith = (text: string): Anchor => ({ kind: 'lineWith', text })

/** Consecutive lines, compared as `line` does. */
export const lines = (...texts: readonly string[]): Anchor => ({ kind: 'lines', texts })

/** A makefile assignment by its variable as written (`obj-$(CONFIG_X)`), with its continuation lines. */
export const makeAssignment = (variable: string, options: AssignmentOptions = {}): Anchor => ({
  kind: 'makeAssignment',
  name: variable,
  ...options,
})

/** A makefile rule by one of its targets as written, with its recipe. */
export const makeRule = (target: string, options: RuleOptions = {}): Anchor => ({
  kind: 'makeRule',
  name: target,
  ...options,
})

/** An output section statement of a linker script, `.init.data : … { … }`. */
export const ldsSection = (name: string): Anchor => ({ kind: 'ldsSection', name })

/** A macro used as a statement of a linker script, `RO_DATA(PAGE_SIZE)` or `BUG_TABLE`. */
export const ldsMacro = (name: string): Anchor => ({ kind: 'ldsMacro', name })

/** The definition of a C function. `before` puts text above a comment that belongs to it. */
export const cFunction = (name: string): Anchor => ({ kind: 'cFunction', name })

/** The definition of a struct, union or enum by its tag. */
export const cStruct = (tag: string): Anchor => ({ kind: 'cStruct', name: tag })

/** An `#include`, its argument as written: `<linux/module.h>` or `"internal.h"`. */
export const cInclude = (header: string): Anchor => ({ kind: 'cInclude', name: header })

/** A shell function `name() { … }`. */
export const shFunction = (name: string): Anchor => ({ kind: 'shFunction', name })

/**
 * A conditional by its opening directive, `#ifndef MODULE` (C) or `ifdef CONFIG_MODULES` (make), up to its end directive.
 * As a scope: its first branch.
 */
export const ifBlock = (condition: string): Anchor => ({ kind: 'ifBlock', condition })

/** The anchor, searched for only inside the scope. */
export const within = (scope: Anchor, anchor: Anchor): Anchor => ({ kind: 'within', scope, anchor })
