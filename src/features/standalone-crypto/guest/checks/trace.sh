# SPDX-License-Identifier: GPL-2.0-only
# A function of the module, called by modprobe for a signature, is found by its bare name: kcarve.trace=FUNCTION,MODULE.
set -- $(words trace)
[ $# = 2 ] || { echo "no function and module given"; exit 4; }
mount -t tracefs tracefs /sys/kernel/tracing
cd /sys/kernel/tracing || exit 1
load() { modprobe "$2" && settle && rmmod "$2"; }

echo "p:kcarve $1" >kprobe_events || { echo "no kprobe on $1"; exit 1; }
echo 1 >events/kprobes/kcarve/enable
load "$@" || exit 1
echo 0 >events/kprobes/kcarve/enable
probed=$(grep -c ": kcarve: ($1" trace)
echo >kprobe_events

echo >trace
echo "$1" >set_ftrace_filter || { echo "$1 cannot be traced"; exit 1; }
echo function >current_tracer
load "$@" || exit 1
# Another tracer begins with an empty buffer.
traced=$(grep -c ": $1 <-" trace)
echo nop >current_tracer
echo >set_ftrace_filter

echo "$1: $probed hits of a kprobe, $traced calls traced"
[ "$probed" -gt 0 ] && [ "$traced" -gt 0 ]
