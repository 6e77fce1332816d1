#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# pre-pivot of dracut: what kcarve-local-bottom does in an initrd of initramfs-tools, and image and digest become /boot.
disk=/dev/disk/by-id/virtio-kcarve-kernel
[ -e "$disk" ] || die "$disk is not there"
mkdir -p "$NEWROOT/kcarve" "$NEWROOT/lib/modules" "$NEWROOT/boot"
mount -t ext4 -o ro "$disk" "$NEWROOT/kcarve" || die "$disk cannot be mounted"
mount --bind "$NEWROOT/kcarve/lib/modules" "$NEWROOT/lib/modules"
mount --bind "$NEWROOT/kcarve/boot" "$NEWROOT/boot"
mkdir -p /run/systemd/system
cp "$NEWROOT/kcarve/root/kcarve.service" /run/systemd/system/
