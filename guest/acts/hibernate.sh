# SPDX-License-Identifier: GPL-2.0-only
# Writes the machine's memory to /dev/vda and resets it; what comes after that is done by the machine that has read it
# again (resume=/dev/vda): the checks once more.
mkswap /dev/vda
swapon /dev/vda
echo reboot >/sys/power/disk
say hibernate
echo disk >/sys/power/state && say resumed
run_checks $(words checks)
