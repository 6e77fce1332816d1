#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# A module of dracut: it mounts the disk of the kernel when the root is there, before dracut's own module for FIPS mode looks
# for the image in its /boot.
check() { return 255; }

depends() { return 0; }

installkernel() {
	# The disks, and what sha512hmac asks the kernel for.
	hostonly='' instmods virtio_pci virtio_blk ext4 algif_hash
}

install() {
	inst_hook pre-pivot 00 "$moddir/mount-kernel.sh"
	inst_multiple kcapi-dgst
}
