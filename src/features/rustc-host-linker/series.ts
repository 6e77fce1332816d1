// SPDX-License-Identifier: GPL-2.0-only
import type { Series } from '../feature.js'

export const series: Series = {
  prefix: 'kbuild: rust: ',
  title: 'link for the host by a command of several words',
  paragraphs: [
    'rustc takes one executable as its linker, and kbuild passes -Clinker=$(HOSTCC). With HOSTCC="ccache gcc" a build with CONFIG_RUST=y therefore ends in "error: multiple input filenames provided".',
    'With this series rustc links by a generated script that runs the command. HOSTRUSTC_LD, by default $(HOSTCC), says which.',
  ],
  patches: [
    {
      group: 'host programs',
      subject: 'link host programs by $(HOSTRUSTC_LD)',
      body: [
        'rustc takes one executable as its linker. -Clinker=$(HOSTCC) splits a compiler of several words, and rustc takes the second one for an input file:',
        '"error: multiple input filenames provided (first two filenames are `gcc` and `scripts/generate_rust_target.rs`)"',
        'Let rustc run a script instead, which runs $(HOSTRUSTC_LD), by default $(HOSTCC), the way a recipe would: any number of words, quotes, and assignments in front. filechk rewrites the script only when the command changes, and the programs that it links depend on it. There is one in the object directory of each makefile with a Rust host program, so external modules have their own.',
        'The name starts with a dot, which git ignores. make clean removes the scripts wherever they are.',
      ],
    },
    {
      group: 'procedural macros',
      subject: 'link procedural macros by $(HOSTRUSTC_LD)',
      body: [
        'Procedural macros are linked for the host too, and fail in the same way. Let them use the script in scripts/, which is built before rust/, and always generate it there: not all architectures build a Rust host program in scripts/.',
      ],
    },
    {
      group: 'documentation',
      subject: 'document HOSTRUSTC_LD',
      body: ['Describe the variable beside HOSTRUSTFLAGS.'],
    },
  ],
}
