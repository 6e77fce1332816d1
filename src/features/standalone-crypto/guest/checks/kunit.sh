# SPDX-License-Identifier: GPL-2.0-only
# The kernel's own KUnit tests: every module *_kunit below the directories of kcarve.kunit= is loaded, and what KUnit says of it in
# the kernel's log, and has said of tests that are built in, is printed as subtests of this check.
directories=$(words kunit)

# What the log has gained since the last time. Other lines between KUnit's become diagnostics: they may say why a test failed.
lines=0
new_results() {
	dmesg -s 16777216 | tail -n +$((lines + 1)) >/tmp/log
	lines=$((lines + $(wc -l </tmp/log)))
	sed 's/^\[ *[0-9.]*\]\(\[ *[TC][0-9]*\]\)\{0,1\} \{0,1\}//' /tmp/log | awk '
		/^KTAP version / { inside = 1; left = -1 }
		!inside || /^calling  |^initcall / { next }
		/^ *(KTAP version |1\.\.|ok |not ok |# )/ { print "    " $0 }
		!/^ *(KTAP version |1\.\.|ok |not ok |# )/ { print "    # " $0 }
		/^1\.\./ { left = substr($0, 4) + 0 }
		/^(ok|not ok) / && --left == 0 { inside = 0 }
	' >/tmp/results
	cat /tmp/results >/dev/console
	cat /tmp/results >>/tmp/kunit
}

: >/tmp/kunit
new_results
failed=0
loaded=0
for directory in $directories; do
	for file in $(find "/lib/modules/$(uname -r)/kernel/$directory" -name '*_kunit.ko' 2>/dev/null | sort); do
		name=${file##*/}
		doing "the tests of ${name%.ko}"
		if /sbin/modprobe "${name%.ko}"; then loaded=$((loaded + 1)); else echo "${name%.ko} cannot be loaded"; failed=1; fi
		new_results
	done
done
suites=$(grep -cE '^    (ok|not ok) ' /tmp/kunit)
grep -E '^    not ok ' /tmp/kunit && failed=1
echo "$suites suites, $loaded modules loaded"
[ "$suites" -gt 0 ] && [ $failed = 0 ]
