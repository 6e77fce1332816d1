# SPDX-License-Identifier: GPL-2.0-only
# Trusted keys: the TPM makes and seals them. A blob loads again, and is the master of the same encrypted key; a damaged one does not.
. /kcarve/checks/clients.sh
need keyctl tpm2_createprimary tpm2_evictcontrol
[ -c /dev/tpm0 ] || skip "there is no TPM (swtpm on the host, and in the kernel TCG_TIS)"
driver trusted
keyctl new_session kcarve >/dev/null 2>&1
parent=0x81000001
tpm2_createprimary -Q -C o -c primary.ctx 2>error || fail "tpm2_createprimary: $(tail -n 1 error)"
tpm2_evictcontrol -Q -C o -c primary.ctx $parent 2>error || fail "tpm2_evictcontrol: $(tail -n 1 error)"
id=$(keyctl add trusted one "new 32 keyhandle=$parent" @s 2>error) || fail "no trusted key: $(cat error)"
keyctl pipe "$id" >blob
done="sealed"
if modprobe -q encrypted_keys || modprobe -q encrypted-keys; then
	inner=$(keyctl add encrypted two "new default trusted:one 32" @s) || fail "no encrypted key"
	keyctl pipe "$inner" >inner
	keyctl unlink "$inner" @s
	done="$done, master of an encrypted key"
fi
keyctl unlink "$id" @s
id=$(keyctl add trusted one "load $(cat blob) keyhandle=$parent" @s 2>error) || fail "its blob does not load: $(cat error)"
keyctl pipe "$id" | cmp - blob || fail "another blob"
# Its HMAC is by the master.
[ ! -e inner ] || keyctl add encrypted two "load $(cat inner)" @s >/dev/null || fail "the loaded key is not the one that was sealed"
damaged=$(sed 's/.$//' blob)$(tail -c 1 blob | tr 0-9a-f 1-9a-f0)
if keyctl add trusted three "load $damaged keyhandle=$parent" @s >/dev/null 2>&1; then fail "a damaged blob is taken"; fi
echo "$done; a damaged blob is refused"
