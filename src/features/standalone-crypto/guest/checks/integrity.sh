# SPDX-License-Identifier: GPL-2.0-only
# What the module reports, and its self-tests on demand.
[ "$(option carved)" = 1 ] || { echo "not a carved kernel"; exit 4; }
attributes=/sys/module/fips140
for file in /proc/fips140 $attributes/integrity $attributes/selftest; do
	[ -r $file ] || { echo "no $file"; exit 1; }
done
field() { sed -n "s/^$1: //p" /proc/fips140; }
echo "version $(field version), hmac(sha256) $(field 'hmac(sha256)')"
case "$(field 'hmac(sha256)')" in ????????????????????????????????????????????????????????????????) ;; *) echo "no digest"; exit 1 ;; esac
if [ "$(cat /proc/sys/crypto/fips_enabled)" = 1 ]; then checked=passed; else checked="not checked"; fi
for integrity in "$(field integrity)" "$(cat $attributes/integrity)"; do
	[ "$integrity" = "$checked" ] || { echo "integrity: $integrity"; exit 1; }
done
# Nothing starts the tests but a 1 for the attribute.
before=$(cat $attributes/selftest)
if echo 1 2>/dev/null >/proc/fips140; then echo "/proc/fips140 can be written"; exit 1; fi
for value in 0 2 test; do
	if echo $value 2>/dev/null >$attributes/selftest; then echo "selftest takes $value"; exit 1; fi
done
[ "$(cat $attributes/selftest)" = "$before" ] || { echo "selftest: $(cat $attributes/selftest), was $before"; exit 1; }
doing "all self-tests, on demand"
echo 1 >$attributes/selftest || { echo "the tests on demand failed"; exit 1; }
for result in "$(cat $attributes/selftest)" "$(field 'self-tests on demand')"; do
	[ "$result" = passed ] || { echo "self-tests on demand: $result"; exit 1; }
done
if grep -q '^approved: md5 ' /proc/fips140; then echo "md5 is called approved"; exit 1; fi
echo "integrity $integrity; $(grep -c '^approved: ' /proc/fips140) approved, $(grep -c '^not approved: ' /proc/fips140) not"
