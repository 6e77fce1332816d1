# SPDX-License-Identifier: GPL-2.0-only
# What the module says of itself, and its tests on demand.
[ "$(option carved)" = 1 ] || { echo "not a carved kernel"; exit 4; }
[ -r /proc/fips140 ] || { echo "no /proc/fips140"; exit 1; }
field() { sed -n "s/^$1: //p" /proc/fips140; }
echo "version $(field version), hmac(sha256) $(field 'hmac(sha256)')"
case "$(field 'hmac(sha256)')" in ????????????????????????????????????????????????????????????????) ;; *) echo "no digest"; exit 1 ;; esac
if [ "$(cat /proc/sys/crypto/fips_enabled)" = 1 ]; then checked=passed; else checked="not checked"; fi
case "$(field integrity)" in "$checked"*) ;; *) echo "integrity: $(field integrity)"; exit 1 ;; esac
echo test >/proc/fips140 || { echo "the tests on demand failed"; exit 1; }
[ "$(field self-tests)" = "passed, on demand" ] || { echo "self-tests: $(field self-tests)"; exit 1; }
grep -q '^approved: sha256 ' /proc/fips140 || { echo "sha256 is not called approved"; exit 1; }
if grep -q '^approved: md5 ' /proc/fips140; then echo "md5 is called approved"; exit 1; fi
echo "integrity $(field integrity); $(grep -c '^approved: ' /proc/fips140) approved, $(grep -c '^not approved: ' /proc/fips140) not"
