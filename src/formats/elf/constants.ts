// SPDX-License-Identifier: GPL-2.0-only
// Values of the System V gABI (ELF-64 object file format), as far as kernels and modules use them.

/** e_ident[EI_CLASS] of a 64-bit file. */
export const ELFCLASS64 = 2
/** e_ident[EI_DATA] of a little-endian file. */
export const ELFDATA2LSB = 1
/** The only version of ELF there is. */
export const EV_CURRENT = 1

/** e_type: relocatable; objects and kernel modules. */
export const ET_REL = 1
/** e_type: executable; vmlinux. */
export const ET_EXEC = 2
/** e_type: shared object; the vDSO, and vmlinux of a relocatable arm64 kernel. */
export const ET_DYN = 3

/** e_machine: AMD x86-64. */
export const EM_X86_64 = 62
/** e_machine: Arm AArch64. */
export const EM_AARCH64 = 183

/** Size in bytes of the file header. */
export const EHDR_SIZE = 64
/** Size in bytes of a program header. */
export const PHDR_SIZE = 56
/** Size in bytes of a section header. */
export const SHDR_SIZE = 64
/** Size in bytes of a symbol. */
export const SYM_SIZE = 24
/** Size in bytes of a relocation with addend. */
export const RELA_SIZE = 24

/** st_shndx: the symbol is undefined here. */
export const SHN_UNDEF = 0
/** First reserved section index; from here on st_shndx is not an index. */
export const SHN_LORESERVE = 0xff00
/** st_shndx: an absolute value, not moved by relocation. */
export const SHN_ABS = 0xfff1
/** st_shndx: a common block, allocated by the linker. */
export const SHN_COMMON = 0xfff2
/** st_shndx, e_shstrndx: the index does not fit and stands elsewhere. */
export const SHN_XINDEX = 0xffff
/** e_phnum: the count does not fit and stands in sh_info of section 0. */
export const PN_XNUM = 0xffff

/** sh_type: an unused header. */
export const SHT_NULL = 0
/** sh_type: contents defined by the program. */
export const SHT_PROGBITS = 1
/** sh_type: the symbol table. */
export const SHT_SYMTAB = 2
/** sh_type: a string table. */
export const SHT_STRTAB = 3
/** sh_type: relocations with addends. */
export const SHT_RELA = 4
/** sh_type: occupies memory but no bytes in the file. */
export const SHT_NOBITS = 8
/** sh_type: relocations without addends; not used on our machines. */
export const SHT_REL = 9
/** sh_type: section indices of the symbols whose st_shndx is SHN_XINDEX. */
export const SHT_SYMTAB_SHNDX = 18

/** sh_flags: writable at run time. */
export const SHF_WRITE = 0x1n
/** sh_flags: occupies memory at run time. */
export const SHF_ALLOC = 0x2n
/** sh_flags: holds machine instructions. */
export const SHF_EXECINSTR = 0x4n
/** Strings that end with a NUL. */
export const SHF_STRINGS = 0x20n

/** Binding: not visible outside the object. */
export const STB_LOCAL = 0
/** Binding: visible to all objects. */
export const STB_GLOBAL = 1
/** Binding: global, yields to a strong definition. */
export const STB_WEAK = 2

/** Type: not specified. */
export const STT_NOTYPE = 0
/** Type: a data object. */
export const STT_OBJECT = 1
/** Type: a function. */
export const STT_FUNC = 2
/** Visibility: the last link makes it local. */
export const STV_HIDDEN = 2

/** p_type: loaded into memory. */
export const PT_LOAD = 1
