# SPDX-License-Identifier: GPL-2.0-only
# modprobe tcrypt, as dracut's module for FIPS mode does: it runs tests and then refuses to stay, with EAGAIN, or stays in FIPS mode.
. /kcarve/checks/clients.sh
modinfo tcrypt >/dev/null 2>&1 || skip "the kernel has no tcrypt"
if modprobe tcrypt 2>error; then answer=loaded; else answer=$(sed 's/.*: //' error | head -n 1); fi
modprobe -q -r tcrypt
# noexit stays; what is printed of each test goes to the kernel's log.
dmesg | grep -i 'alg: .*\(fail\|error\)' | tail -n 3
echo "modprobe tcrypt: $answer"
case $answer in loaded|"Resource temporarily unavailable") ;; *) exit 1 ;; esac
