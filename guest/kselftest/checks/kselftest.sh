# SPDX-License-Identifier: GPL-2.0-only
# Tests of the kernel's tools/testing/selftests, as kselftest has installed them: each line of kselftest-list.txt is COLLECTION:TEST.
# Results are printed as kselftest's own runner does, as subtests of this check.
home=/kcarve/kselftest
: >/tmp/kselftest
number=0

# shown: what a test prints, as diagnostics. Line by line and to the console at once: of a test that stalls, that is all there is.
shown() {
	while IFS= read -r line || [ -n "$line" ]; do echo "    # $line"; done | tee -a /tmp/kselftest >/dev/console
}

# result WORDS: the result line of a test.
result() {
	echo "    $*" | tee -a /tmp/kselftest >/dev/console
}

# The program that a script's first line names; nothing for other files.
interpreter() {
	[ "$(head -c 2 "$1")" = '#!' ] && head -n 1 "$1" | sed 's/^#! *//; s/ .*//'
}

run_test() {
	name="selftests: $1: $2"
	number=$((number + 1))
	with=$(interpreter "$home/$1/$2")
	if [ -n "$with" ] && [ ! -x "$with" ]; then
		result "ok $number $name # SKIP there is no $with here"
		return
	fi
	# Seconds, of which 0 is no limit. The runner's own is 45, and a machine without KVM is several times as slow.
	limit=$(sed -n 's/^timeout=//p' "$home/$1/settings" 2>/dev/null | tail -n 1)
	limit=${limit:-180}
	[ "$limit" -gt 0 ] || limit=3600
	doing "$name"
	{ (cd "$home/$1" && exec timeout "$limit" "./$2") 2>&1 </dev/null; echo $? >/tmp/code; } | shown &
	seconds=0
	while kill -0 $! 2>/dev/null; do
		sleep 1
		seconds=$((seconds + 1))
		[ $((seconds % 15)) = 0 ] && doing "$name, for $seconds s"
	done
	code=$(cat /tmp/code)
	case $code in
	0) result "ok $number $name" ;;
	4) result "ok $number $name # SKIP" ;;
	124 | 143) result "not ok $number $name # TIMEOUT $limit seconds" ;;
	*) result "not ok $number $name # exit=$code" ;;
	esac
}

# What a running system has, and tests take for granted.
ip link set lo up
for type in devpts debugfs tracefs; do
	case $type in devpts) place=/dev/pts ;; debugfs) place=/sys/kernel/debug ;; tracefs) place=/sys/kernel/tracing ;; esac
	mkdir -p $place 2>/dev/null
	grep -q " $place " /proc/mounts || mount -t $type $type $place 2>/dev/null
done
echo "    KTAP version 1" >/dev/console
while IFS=: read -r collection test; do run_test "$collection" "$test"; done <$home/kselftest-list.txt
while read -r collection why; do
	number=$((number + 1))
	result "ok $number selftests: $collection # SKIP does not build: $why"
done <$home/not-built
echo "    1..$number" >/dev/console
# A failed test, and which of its own results are failures.
awk '/^    # / { said[++lines] = substr($0, 7) }
	/^    (ok|not ok) / {
		if ($0 ~ /^    not ok /) {
			print substr($0, 5)
			for (at = 1; at <= lines; at++) if (said[at] ~ /^(# )?not ok /) print "  " said[at]
		}
		lines = 0
	}' /tmp/kselftest
passed=$(grep -c '^    ok [^#]*$' /tmp/kselftest)
failed=$(grep -c '^    not ok ' /tmp/kselftest)
echo "$passed passed, $failed failed, $((number - passed - failed)) skipped"
[ $((passed + failed)) -gt 0 ] || exit 4
[ "$failed" = 0 ]
