# SPDX-License-Identifier: GPL-2.0-only
# modprobe succeeds for the name of everything that modules.builtin lists of cryptography and for every crypto module, and by the aliases crypto-NAME.
. /kcarve/checks/clients.sh
home=/lib/modules/$(uname -r)
listed() { sed -n 's,^kernel/\(crypto\|arch/[^/]*/crypto\|lib/crypto\|arch/[^/]*/lib/crypto\)/\(.*/\)*\([^/]*\)\.ko.*,\3,p' "$1"; }
[ -f "$home/modules.builtin" ] || skip "no modules for $(uname -r)"
builtin=0 modular=0 failed=0 refused=0
for name in $(listed "$home/modules.builtin"); do
	modprobe "$name" 2>error && builtin=$((builtin + 1)) && continue
	echo "built in: $name: $(head -n 1 error)"
	failed=1
done
for name in $(listed "$home/modules.order"); do
	case $name in tcrypt|*_kunit|fips140) continue ;; esac
	if modprobe "$name" 2>error; then modular=$((modular + 1)); continue; fi
	# A processor that lacks the instructions. FIPS mode refuses algorithms, not the modules that have them.
	case $(cat error) in *"No such device"*) refused=$((refused + 1)); continue ;; esac
	echo "module $name: $(head -n 1 error)"
	failed=1
done
aliases=0
for alias in $(sed -n 's/^alias \(crypto-[^* ]*\) .*/\1/p' "$home/modules.alias" | sort -u) crypto-sha256 crypto-aes crypto-ctr crypto-gcm; do
	case $alias in *kunit*) continue ;; esac
	modprobe "$alias" 2>error && aliases=$((aliases + 1)) && continue
	case $(cat error) in *"No such device"*) continue ;; esac
	echo "$alias: $(head -n 1 error)"
	failed=1
done
[ $failed = 0 ] || exit 1
[ $((builtin + modular)) -gt 0 ] || fail "modules.builtin and modules.order list no cryptography"
echo "$builtin built in, $modular modules, $aliases aliases; $refused not for this processor"
