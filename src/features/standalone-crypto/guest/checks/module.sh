# SPDX-License-Identifier: GPL-2.0-only
# The carved module is there, live, and cannot be removed.
[ "$(option carved)" = 1 ] || { echo "not a carved kernel"; exit 4; }
line=$(grep '^fips140 ' /proc/modules) || { echo "fips140 is not in /proc/modules"; exit 1; }
echo "$line"
case "$line" in *" Live "*) ;; *) echo "fips140 is not live"; exit 1 ;; esac
[ -d /sys/module/fips140 ] || { echo "no /sys/module/fips140"; exit 1; }
if message=$(rmmod fips140 2>&1); then echo "rmmod succeeded"; exit 1; fi
echo "$message"
case "$message" in *"busy"*|*"in use"*|*"temporarily unavailable"*) ;; *) echo "refused for another reason than EBUSY"; exit 1 ;; esac
grep -q '^fips140 ' /proc/modules || { echo "fips140 is gone"; exit 1; }
