# SPDX-License-Identifier: GPL-2.0-only
# Which algorithms the module calls approved services; nothing where there is no module.
[ ! -r /proc/fips140 ] || cat /proc/fips140
