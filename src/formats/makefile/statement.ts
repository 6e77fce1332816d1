// SPDX-License-Identifier: GPL-2.0-only

/** Characters of the makefile from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A statement with its continuation lines; nothing is expanded. A rule ends with its last recipe line. */
export type MakeStatement = MakeAssignment | MakeRule | MakeDefine | OtherStatement

export interface MakeAssignment extends Span {
  readonly kind: 'assignment'
  /** Such as `obj-$(CONFIG_CRYPTO_AES)`. */
  readonly variable: string
  readonly operator: '=' | ':=' | '::=' | ':::=' | '+=' | '?=' | '!='
  /** Continuation lines joined by a blank, comment gone. */
  readonly value: string
  /** Words of the value; `$(…)` is never split. */
  readonly words: readonly string[]
  /** From 1. */
  readonly line: number
  /** The conditionals around it, outermost first: all must hold. */
  readonly conditions: readonly MakeCondition[]
}

export interface MakeRule extends Span {
  readonly kind: 'rule'
  readonly targets: readonly string[]
  readonly prerequisites: readonly string[]
  /** Its recipe lines; empty, at the end of the rule, when it has none. */
  readonly recipe: Span
}

export interface MakeDefine extends Span {
  readonly kind: 'define'
  readonly name: string
  readonly body: Span
}

type OtherStatement = Span &
  (
    | { readonly kind: 'conditional'; readonly text: string }
    | { readonly kind: 'comment' }
    | { readonly kind: 'other' }
  )

/** A branch of a conditional. */
export type MakeCondition =
  | { readonly kind: 'equal'; readonly left: string; readonly right: string; readonly negated: boolean }
  | { readonly kind: 'defined'; readonly variable: string; readonly negated: boolean }
  /** A conditional that was not understood. */
  | { readonly kind: 'unknown'; readonly text: string; readonly negated: boolean }
