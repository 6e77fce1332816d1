// SPDX-License-Identifier: GPL-2.0-only
// r_type values, with what is stored: S symbol, A addend, P place, L its PLT entry, G its GOT entry.
// x86_64: the psABI; aarch64: "ELF for the Arm 64-bit Architecture" (aaelf64), as far as the module loaders know them.
import { EM_AARCH64, EM_X86_64 } from './constants.js'

/** r_type on x86_64. */
export const R_X86_64 = {
  /** Nothing. */
  R_X86_64_NONE: 0,
  /** S + A, 64 bits. */
  R_X86_64_64: 1,
  /** S + A - P, 32 bits signed. */
  R_X86_64_PC32: 2,
  /** G + A, 32 bits. */
  R_X86_64_GOT32: 3,
  /** L + A - P, 32 bits signed; calls and jumps. */
  R_X86_64_PLT32: 4,
  /** Copies the symbol's contents at run time. */
  R_X86_64_COPY: 5,
  /** S, 64 bits, into the GOT. */
  R_X86_64_GLOB_DAT: 6,
  /** S, 64 bits, into the PLT's slot. */
  R_X86_64_JUMP_SLOT: 7,
  /** Load base + A, 64 bits. */
  R_X86_64_RELATIVE: 8,
  /** GOT entry + A - P, 32 bits signed. */
  R_X86_64_GOTPCREL: 9,
  /** S + A, 32 bits, zero-extended. */
  R_X86_64_32: 10,
  /** S + A, 32 bits, sign-extended. */
  R_X86_64_32S: 11,
  /** S + A, 16 bits. */
  R_X86_64_16: 12,
  /** S + A - P, 16 bits. */
  R_X86_64_PC16: 13,
  /** S + A, 8 bits. */
  R_X86_64_8: 14,
  /** S + A - P, 8 bits. */
  R_X86_64_PC8: 15,
  /** S + A - P, 64 bits. */
  R_X86_64_PC64: 24,
  /** As GOTPCREL; the linker may turn the load into a lea. */
  R_X86_64_GOTPCRELX: 41,
  /** As GOTPCRELX, for instructions with a REX prefix. */
  R_X86_64_REX_GOTPCRELX: 42,
} as const

/** r_type on aarch64. */
export const R_AARCH64 = {
  /** Nothing. */
  R_AARCH64_NONE: 0,
  /** S + A, 64 bits. */
  R_AARCH64_ABS64: 257,
  /** S + A, 32 bits. */
  R_AARCH64_ABS32: 258,
  /** S + A, 16 bits. */
  R_AARCH64_ABS16: 259,
  /** S + A - P, 64 bits. */
  R_AARCH64_PREL64: 260,
  /** S + A - P, 32 bits. */
  R_AARCH64_PREL32: 261,
  /** S + A - P, 16 bits. */
  R_AARCH64_PREL16: 262,
  /** movz/movk of bits 15:0, overflow checked. */
  R_AARCH64_MOVW_UABS_G0: 263,
  /** movz/movk of bits 15:0. */
  R_AARCH64_MOVW_UABS_G0_NC: 264,
  /** movz/movk of bits 31:16, overflow checked. */
  R_AARCH64_MOVW_UABS_G1: 265,
  /** movz/movk of bits 31:16. */
  R_AARCH64_MOVW_UABS_G1_NC: 266,
  /** movz/movk of bits 47:32, overflow checked. */
  R_AARCH64_MOVW_UABS_G2: 267,
  /** movz/movk of bits 47:32. */
  R_AARCH64_MOVW_UABS_G2_NC: 268,
  /** movz/movk of bits 63:48. */
  R_AARCH64_MOVW_UABS_G3: 269,
  /** movn/movz of bits 15:0, signed. */
  R_AARCH64_MOVW_SABS_G0: 270,
  /** movn/movz of bits 31:16, signed. */
  R_AARCH64_MOVW_SABS_G1: 271,
  /** movn/movz of bits 47:32, signed. */
  R_AARCH64_MOVW_SABS_G2: 272,
  /** ldr literal, 19 bits of S + A - P. */
  R_AARCH64_LD_PREL_LO19: 273,
  /** adr, 21 bits of S + A - P. */
  R_AARCH64_ADR_PREL_LO21: 274,
  /** adrp, the page of S + A relative to that of P. */
  R_AARCH64_ADR_PREL_PG_HI21: 275,
  /** As ADR_PREL_PG_HI21 without overflow check. */
  R_AARCH64_ADR_PREL_PG_HI21_NC: 276,
  /** add immediate, low 12 bits of S + A. */
  R_AARCH64_ADD_ABS_LO12_NC: 277,
  /** 8-bit load or store, low 12 bits of S + A. */
  R_AARCH64_LDST8_ABS_LO12_NC: 278,
  /** tbz and tbnz, 14 bits of S + A - P. */
  R_AARCH64_TSTBR14: 279,
  /** Conditional branch, 19 bits of S + A - P. */
  R_AARCH64_CONDBR19: 280,
  /** b, 26 bits of S + A - P. */
  R_AARCH64_JUMP26: 282,
  /** bl, 26 bits of S + A - P. */
  R_AARCH64_CALL26: 283,
  /** 16-bit load or store, bits 11:1 of S + A. */
  R_AARCH64_LDST16_ABS_LO12_NC: 284,
  /** 32-bit load or store, bits 11:2 of S + A. */
  R_AARCH64_LDST32_ABS_LO12_NC: 285,
  /** 64-bit load or store, bits 11:3 of S + A. */
  R_AARCH64_LDST64_ABS_LO12_NC: 286,
  /** mov of bits 15:0 of S + A - P. */
  R_AARCH64_MOVW_PREL_G0: 287,
  /** As MOVW_PREL_G0 without overflow check. */
  R_AARCH64_MOVW_PREL_G0_NC: 288,
  /** mov of bits 31:16 of S + A - P. */
  R_AARCH64_MOVW_PREL_G1: 289,
  /** As MOVW_PREL_G1 without overflow check. */
  R_AARCH64_MOVW_PREL_G1_NC: 290,
  /** mov of bits 47:32 of S + A - P. */
  R_AARCH64_MOVW_PREL_G2: 291,
  /** As MOVW_PREL_G2 without overflow check. */
  R_AARCH64_MOVW_PREL_G2_NC: 292,
  /** mov of bits 63:48 of S + A - P. */
  R_AARCH64_MOVW_PREL_G3: 293,
  /** 128-bit load or store, bits 11:4 of S + A. */
  R_AARCH64_LDST128_ABS_LO12_NC: 299,
  /** adrp, the page of the GOT entry. */
  R_AARCH64_ADR_GOT_PAGE: 311,
  /** Load of the GOT entry, low 12 bits of its address. */
  R_AARCH64_LD64_GOT_LO12_NC: 312,
  /** S + A - P, 32 bits, through the PLT. */
  R_AARCH64_PLT32: 314,
  /** Load base + A, 64 bits. */
  R_AARCH64_RELATIVE: 1027,
} as const

const NAMES = new Map<number, ReadonlyMap<number, string>>([
  [EM_X86_64, namesOf(R_X86_64)],
  [EM_AARCH64, namesOf(R_AARCH64)],
])

/** The name of a relocation type on a machine, such as `R_X86_64_PLT32`, or its number in words when it has none here. */
export function relocationName(e_machine: number, r_type: number): string {
  return NAMES.get(e_machine)?.get(r_type) ?? `relocation type ${r_type}`
}

function namesOf(types: Readonly<Record<string, number>>): ReadonlyMap<number, string> {
  return new Map(Object.entries(types).map(([name, value]) => [value, name]))
}
