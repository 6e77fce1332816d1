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

# begin_check NAME: what is going on, for the host and for whoever prints in the meantime.
begin_check() {
	say check "$1"
	echo "$1" >/tmp/check
}

# end_check NAME CODE: what a check has printed, and its result: 0 is ok, 4 is skipped, anything else is not ok.
end_check() {
	reported=$((reported + 1))
	sed 's/^/# /' /tmp/out
	case $2 in
	0) echo "ok $reported $1" ;;
	4) echo "ok $reported $1 # SKIP $(tail -n 1 /tmp/out)" ;;
	*) echo "not ok $reported $1" ;;
	esac
}

# run_checks NAME...: the plan has the restarts as well, each of which is one more check.
run_checks() {
	reported=0
	echo "KTAP version 1"
	echo "1..$(($# + $(words restarts | wc -w)))"
	for check; do
		begin_check "$check"
		if [ -x "/kcarve/checks/$check.sh" ]; then
			(. "/kcarve/checks/$check.sh") >/tmp/out 2>&1
		else
			echo "no such check" >/tmp/out
			false
		fi
		end_check "$check" $?
	done
}

# A restart is left by one kernel and arrives in another, or in this one: see restarts/. The next kernel is told by its command line how far the
# report has come (reported=), which restart has led to it (arrived=), and which are still to come (restarts=).
run_restarts() {
	if [ -n "$(option arrived)" ]; then
		reported=$(option reported)
		begin_check "$(option arrived)"
		(. "/kcarve/restarts/$(option arrived).sh" && arrive && check_again) >/tmp/out 2>&1
		end_check "$(option arrived)" $?
	fi
	set -- $(words restarts)
	while [ $# -gt 0 ]; do
		restart=$1
		shift
		begin_check "$restart"
		doing "leaving by $restart"
		next=$(sed 's/ kcarve\.\(restarts\|arrived\|reported\)=[^ ]*//g' /proc/cmdline)
		next="$next kcarve.arrived=$restart kcarve.reported=$reported kcarve.restarts=$(echo "$*" | tr ' ' ,)"
		(. "/kcarve/restarts/$restart.sh" && leave "$next" && arrive && check_again) >/tmp/out 2>&1
		end_check "$restart" $?
	done
}

# The checks that a restart has to leave as they were; skipped ones say nothing.
check_again() {
	for check in $(words again); do
		(. "/kcarve/checks/$check.sh") >/tmp/again 2>&1
		case $? in 0|4) ;; *) cat /tmp/again; echo "$check fails"; return 1 ;; esac
	done
}
