# SPDX-License-Identifier: GPL-2.0-only
# /kcarve/write.ko writes to what kcarve.write= names: a part of the memory of fips140, or a symbol.
what=$(option write)
[ -n "$what" ] || { echo "not asked to write"; exit 4; }
case $what in
text | data | rodata | ro_after_init) set -- "part=$what" ;;
*) set -- "address=0x$(awk -v name="$what" '$3 == name { print $1; exit }' /proc/kallsyms)" ;;
esac
echo "$@"
insmod /kcarve/write.ko "$@"
