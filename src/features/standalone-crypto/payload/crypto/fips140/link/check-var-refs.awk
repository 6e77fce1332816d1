# SPDX-License-Identifier: GPL-2.0-only
#
# Usage: awk -f check-var-refs.awk VARIABLES CODE DUMP
#
# A redirected variable lives in vmlinux, so fips140.ko must refer to it by its
# symbol. Finds relocations that reach it by another symbol or by its section, or
# that reach something else by its symbol. Prints "VARIABLE SECTION+OFFSET
# TARGET" for each.
#
# VARIABLES has one name per line. CODE is the output of objdump -d -r -w: a
# relative reference counts from the end of its instruction. DUMP is the output
# of objdump -h -t -r.

function hex(s,	n, i) {
	n = 0
	for (i = 1; i <= length(s); i++)
		n = n * 16 + index("123456789abcdef", substr(s, i, 1))
	return n
}

# The last column of a relocation: sets symbol and addend.
function split_target(target,	at) {
	symbol = target
	addend = 0
	at = match(target, /[-+]0x[0-9a-f]+$/)
	if (!at)
		return
	symbol = substr(target, 1, at - 1)
	addend = hex(substr(target, at + 3))
	if (substr(target, at, 1) == "-")
		addend = -addend
}

function misses(var, offset) {
	return symbol == var ? offset < 0 || offset > size[var] : \
		offset >= 0 && offset < size[var]
}

FNR == 1 { part = ++file == 1 ? "variables" : "sections" }
part == "variables" { wanted[$1]; next }

/^Disassembly of section / { site = substr($4, 1, length($4) - 1); part = "code"; next }
/^SYMBOL TABLE:/ { part = "symbols"; next }
/^RELOCATION RECORDS FOR / { site = substr($4, 2, length($4) - 3); part = "relocations"; next }

# Address, bytes, instruction, relocations. GNU objdump separates them with tabs.
# LLVM's puts a blank before the bytes, and relocations on lines of their own.
part == "code" {
	n = split($0, column, "\t")
	if (column[1] ~ /^ *[0-9a-f]+:/) {
		start = bytes = column[1]
		sub(/:.*/, "", start)
		gsub(/ /, "", start)
		sub(/.*: */, "", bytes)
		if (bytes == "")
			bytes = column[2]
	}
	for (i = 3; i <= n; i++) {
		if (column[i] !~ /^[0-9a-f]+: +R_/)
			continue
		place = column[i]
		sub(/:.*/, "", place)
		end = hex(start) + split(bytes, unused, " ")
		length_after[site, hex(place)] = end - hex(place)
	}
	next
}

# GNU objdump prints a section on two lines, flags on the second; LLVM's prints
# one line that ends in the kind of section.
part == "sections" && $NF ~ /^(TEXT|DATA|BSS)$/ {
	is_loaded[$2]
	if ($NF == "TEXT") is_code[$2]
	next
}
part == "sections" && $1 ~ /^[0-9]+$/ { header = $2; next }
part == "sections" && header != "" {
	if (/ALLOC/) is_loaded[header]
	if (/CODE/) is_code[header]
	header = ""
	next
}

# Address, flags (seven columns wide), section; a tab; size, visibility, name.
part == "symbols" && split($0, half, "\t") == 2 {
	n = split(half[1], left, " ")
	m = split(half[2], right, " ")
	name = right[m]
	if (substr(half[1], 18, 1) ~ /[gu!]/ && name in wanted) {
		section_of[name] = left[n]
		start_of[name] = hex(left[1])
		size[name] = hex(right[1])
	}
	# Several local symbols may have the same name.
	count[name]++
	place_of[name, count[name]] = left[n] " " left[1]
	next
}

part == "relocations" && $2 ~ /^R_/ && site in is_loaded {
	split_target($3)
	place = hex($1)
	from = 0
	if (site in is_code && $2 ~ /^R_X86_64_(PC32|PLT32)$/)
		from = length_after[site, place]
	for (i = 1; i <= count[symbol]; i++) {
		split(place_of[symbol, i], base, " ")
		for (var in section_of) {
			if (section_of[var] != base[1])
				continue
			offset = hex(base[2]) + addend - start_of[var]
			if (misses(var, offset + from))
				print var, site "+0x" $1, $3
		}
	}
}
