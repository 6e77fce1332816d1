// SPDX-License-Identifier: GPL-2.0-only

/** What leaves vmlinux out of the reasons to link a module, and the comment of the rule that uses it. */
export function exclusionLines(saved: string): readonly string[] {
  return [
    '# Same as newer-prereqs, but allows to exclude specified extra dependencies',
    'newer_prereqs_except = $(filter-out $(PHONY) $(1),$?)',
    '',
    '# Same as if_changed, but allows to exclude specified extra dependencies',
    'if_changed_except = $(if $(call newer_prereqs_except,$(2))$(cmd-check), \\',
    '$(cmd); \\',
    `printf '%s\\n' '${saved}_$@ := $(make-cmd)' > $(dot-target).cmd, @:)`,
    '',
    "# Re-generate module BTFs if either module's .ko or vmlinux changed",
  ]
}
