# SPDX-License-Identifier: GPL-2.0-only
# Known answers through AF_ALG; all the results are printed as the text "afalg" for the host to compare.
doing "asking every algorithm through AF_ALG"
/kcarve/afalg >/tmp/afalg
code=$?
print_text afalg </tmp/afalg >/dev/console
grep '^known ' /tmp/afalg | grep -v ' right$\| absent$'
echo "$(grep -c '^known .* right$' /tmp/afalg) known answers right, $(grep -c ' error ' /tmp/afalg) refused requests"
[ "$code" = 0 ] && grep -q '^known .* right$' /tmp/afalg
