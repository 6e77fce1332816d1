# SPDX-License-Identifier: GPL-2.0-only
# What becomes of /kcarve/foreign.ko, a module of somebody else with an algorithm of its own.
[ -f /kcarve/foreign.ko ] || { echo "it is not there"; exit 4; }
services() { grep approved /proc/fips140; }
services >/tmp/before
insmod /kcarve/foreign.ko 2>&1 || exit 1
services >/tmp/after
cmp /tmp/before /tmp/after || exit 1
echo "loaded: $(awk '/^driver/ { driver = $3 } /^module/ && driver == "zero-foreign" { print driver " of " $3 }' /proc/crypto)"
rmmod foreign
