# SPDX-License-Identifier: GPL-2.0-only
# How the guest talks: "@@kcarve VERB ..." for itself, KTAP for the checks, and the content of a dump behind
# "|", so that no line of it can be taken for a line of the running kernel.

say() { echo "@@kcarve $*"; }

# doing TEXT: tells the host, past what a check prints, what is going to take a while. Silence is taken for a hang.
doing() { say doing "$*" >/dev/console; }

# The value of kcarve.NAME= on the kernel command line.
option() {
	tr ' ' '\n' </proc/cmdline | sed -n "s/^kcarve\.$1=//p" | tail -n 1
}

# The same as words: it is a list with commas.
words() { option "$1" | tr ',' ' '; }

# Waits until no thread has a name that begins as kcarve.settle= says: at most 60 s.
settle() {
	threads=$(option settle)
	[ -n "$threads" ] || return 0
	rounds=0
	while grep -q "^$threads" /proc/[0-9]*/comm 2>/dev/null && [ $rounds -lt 300 ]; do
		[ $((rounds % 50)) = 0 ] && doing "waiting for threads named $threads"
		rounds=$((rounds + 1))
		sleep 0.2
	done
}

# print_text NAME: stdin as the named text.
print_text() {
	say begin "$1"
	sed 's/^/|/'
	say end "$1"
}

print_dump() {
	if [ -x "/kcarve/dumps/$1.sh" ]; then
		(. "/kcarve/dumps/$1.sh") 2>&1 | print_text "$1"
	else
		say unknown-dump "$1"
	fi
}

# A check prints what it finds; its exit code is 0 for ok, 4 for skipped, anything else for not ok.
run_checks() {
	echo "KTAP version 1"
	echo "1..$#"
	number=0
	for check; do
		number=$((number + 1))
		if [ ! -x "/kcarve/checks/$check.sh" ]; then
			echo "# no such check"
			echo "not ok $number $check"
			continue
		fi
		say check "$check"
		echo "$check" >/tmp/check
		(. "/kcarve/checks/$check.sh") >/tmp/out 2>&1
		code=$?
		sed 's/^/# /' /tmp/out
		case $code in
		0) echo "ok $number $check" ;;
		4) echo "ok $number $check # SKIP $(tail -n 1 /tmp/out)" ;;
		*) echo "not ok $number $check" ;;
		esac
	done
}
