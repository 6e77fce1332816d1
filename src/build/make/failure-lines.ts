// SPDX-License-Identifier: GPL-2.0-only

/** What says why, best first: a compiler, the linker, modpost and our own link step, kbuild's scripts, make. */
const CAUSES = [
  /(?:^|: )(?:fatal )?error: /i,
  /undefined reference to|undefined symbol: /,
  /^ERROR: |multiple definition of|^(?:\S*\/)?(?:\S+-)?ld(?:\.\w+)?: (?!warning)/,
  /^\*\*\* (?=\S)|: No such file or directory$|: not found$|Killed$|No space left on device/,
  /\*\*\* (?!.*\] Error \d+$)/,
  /\*\*\* \[/,
]
const MOST_LINES = 12
/** Lines of a compiler's message after the first: source, caret, notes. */
const CONTEXT = /^\s+\d* ?\||^\s+\^|: note: /

/** What does not tell of which file: a compiler that somebody, or the kernel for want of memory, has ended; a full disk. */
const NAMELESS = /\bKilled\b|No space left on device|Segmentation fault|internal compiler error/
/** Make, of what it was making then. */
const TARGET = /^make(?:\[\d+\])?: \*\*\* \[\S+ \S+\.\w+\] /

/** The lines of a failed build that say why it failed, and of what; the last few when none is known to. */
export function failureLines(lines: readonly string[]): string[] {
  const causes = causesIn(lines)
  const target = causes.some(line => NAMELESS.test(line)) ? lines.find(line => TARGET.test(line)) : undefined
  return target === undefined || causes.includes(target) ? causes : [...causes, target]
}

function causesIn(lines: readonly string[]): string[] {
  for (const cause of CAUSES) {
    const first = lines.findIndex(line => cause.test(line))
    if (first < 0) continue
    const picked: string[] = []
    for (let at = first; at < lines.length && picked.length < MOST_LINES; at++) {
      const line = lines[at] ?? ''
      const isContext = picked.length > 0 && at > first && CONTEXT.test(line) && follows(lines, at, cause)
      if ((cause.test(line) || isContext) && !picked.includes(line)) picked.push(line)
    }
    const before = lines[first - 1]
    // "In function ‘f’:" introduces what follows.
    if (before !== undefined && /: In function |^In file included from /.test(before)) picked.unshift(before)
    return picked.slice(0, MOST_LINES)
  }
  return lines.slice(-5)
}

/** Whether only context lies between the line and a cause above it. */
function follows(lines: readonly string[], at: number, cause: RegExp): boolean {
  let above = at - 1
  while (above >= 0 && CONTEXT.test(lines[above] ?? '')) above--
  return cause.test(lines[above] ?? '')
}
