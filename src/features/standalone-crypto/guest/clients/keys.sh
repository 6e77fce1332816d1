# SPDX-License-Identifier: GPL-2.0-only
# The kernel's keys: X.509 certificates load as asymmetric keys, which verify what OpenSSL signed and nothing else; encrypted keys come back from
# their blobs; a keyring takes only certificates that one of its own has signed; DH as OpenSSL computes it.
. /kcarve/checks/clients.sh
need keyctl openssl
keyctl new_session kcarve >/dev/null 2>&1
done=
# certificate NAME ARGUMENTS-OF-REQ...
certificate() {
	name=$1
	shift
	openssl req -x509 -nodes -days 36500 -subj "/CN=$name" -keyout $name.key -outform DER -out $name.der "$@" 2>error || fail "openssl: $(cat error)"
}
printf 'signed data' >data
# verifies NAME ENCODING HASH: pkey_verify takes the digest.
verifies() {
	id=$(keyctl padd asymmetric "$1" @s <$1.der 2>error) || { echo "$1: $(cat error)"; return 1; }
	openssl dgst -"$3" -binary data >digest
	openssl dgst -"$3" -sign $1.key -out signature data || return 1
	keyctl pkey_verify "$id" 0 digest signature enc="$2" hash="$3" || { echo "$1: a good signature is refused"; return 1; }
	openssl dgst -"$3" -binary signature >otherdigest
	if keyctl pkey_verify "$id" 0 otherdigest signature enc="$2" hash="$3" 2>/dev/null; then echo "$1: a signature of other data is taken"; return 1; fi
}
certificate rsa2048 -newkey rsa:2048
verifies rsa2048 pkcs1 sha256 && verifies rsa2048 pkcs1 sha512 || exit 1
done="rsa2048"
for curve in prime256v1 secp384r1; do
	certificate $curve -newkey ec -pkeyopt ec_paramgen_curve:$curve
	verifies $curve x962 sha256 || exit 1
	done="$done, $curve"
done

# A private key in PKCS#8 signs, and OpenSSL verifies it.
if modprobe -q pkcs8_key_parser; then
	openssl pkcs8 -topk8 -nocrypt -outform DER -in rsa2048.key -out rsa2048.p8
	id=$(keyctl padd asymmetric private @s <rsa2048.p8) || fail "no private key"
	openssl dgst -sha256 -binary data >digest
	keyctl pkey_sign "$id" 0 digest enc=pkcs1 hash=sha256 >signature || fail "it cannot sign"
	openssl x509 -inform DER -in rsa2048.der -pubkey -noout >rsa2048.pub
	openssl dgst -sha256 -verify rsa2048.pub -signature signature data >/dev/null || fail "OpenSSL refuses the kernel's signature"
	done="$done, signing"
fi

# A keyring with a restriction.
ring=$(keyctl newring trusted @s)
openssl x509 -inform DER -in rsa2048.der -out rsa2048.pem
keyctl padd asymmetric '' "$ring" <rsa2048.der >/dev/null || fail "no anchor"
keyctl restrict_keyring "$ring" asymmetric key_or_keyring:0:chain || fail "no restriction"
openssl req -nodes -subj /CN=leaf -newkey rsa:2048 -keyout leaf.key -out leaf.req 2>/dev/null
openssl x509 -req -in leaf.req -CA rsa2048.pem -CAkey rsa2048.key -CAcreateserial -days 36500 -outform DER -out leaf.der 2>/dev/null
keyctl padd asymmetric '' "$ring" <leaf.der >/dev/null || fail "a certificate that the keyring's own signed is refused"
if keyctl padd asymmetric '' "$ring" <prime256v1.der >/dev/null 2>&1; then fail "a stranger's certificate is taken"; fi
done="$done, restricted keyring"

# Encrypted keys.
if modprobe -q encrypted_keys || modprobe -q encrypted-keys; then
	master=$(keyctl add user master "$(head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' | head -c 32)" @s)
	id=$(keyctl add encrypted one "new default user:master 32" @s) || fail "no encrypted key"
	keyctl pipe "$id" >blob
	keyctl unlink "$id" @s
	id=$(keyctl add encrypted one "load $(cat blob)" @s) || fail "its blob does not load"
	keyctl pipe "$id" | cmp - blob || fail "another blob"
	keyctl update "$id" "update user:master" >/dev/null || fail "it cannot be updated"
	# The last byte is of the HMAC.
	damaged=$(sed 's/.$//' blob)$(tail -c 1 blob | tr 0-9a-f 1-9a-f0)
	if keyctl add encrypted two "load $damaged" @s >/dev/null 2>&1; then fail "a damaged blob is taken"; fi
	done="$done, encrypted keys"
fi

# Diffie-Hellman with the group of RFC 7919, against OpenSSL.
for end in one two; do
	openssl genpkey -algorithm DH -pkeyopt group:ffdhe2048 -out $end.pem 2>/dev/null && openssl pkey -in $end.pem -pubout -out $end.pub
done
# number FILE FIELD: a field of what openssl prints, as bytes.
number() {
	openssl pkey -in "$1" $3 -text -noout | awk -v field="$2:" '$1 == field { on = 1; next } /^[^ ]/ { on = 0 } on' |
		tr -d ' :\n' | sed 's/^00//' >hex
	from_hex "$(cat hex)"
}
if [ -s two.pub ]; then
	private=$(number one.pem private-key | keyctl padd user private @s)
	public=$(number two.pub public-key -pubin | keyctl padd user public @s)
	prime_hex=FFFFFFFFFFFFFFFFADF85458A2BB4A9AAFDC5620273D3CF1D8B9C583CE2D3695A9E13641146433FBCC939DCE249B3EF97D2FE363630C75D8F681B202AEC4617AD3DF1ED5D5FD65612433F51F5F066ED0856365553DED1AF3B557135E7F57C935984F0C70E0E68B77E2A689DAF3EFE8721DF158A136ADE73530ACCA4F483A797ABC0AB182B324FB61D108A94BB2C8E3FBB96ADAB760D7F4681D4F42A3DE394DF4AE56EDE76372BB190B07A7C8EE0A6D709E02FCE1CDF7E2ECC03404CD28342F619172FE9CE98583FF8E4F1232EEF28183C3FE3B1B4C6FAD733BB5FCBC2EC22005C58EF1837D1683B2C6F34A26C1B2EFFA886B423861285C97FFFFFFFFFFFFFFFF
	prime=$(from_hex $prime_hex | keyctl padd user prime @s)
	if keyctl dh_compute "$private" "$prime" "$public" >shared.text 2>error; then
		openssl pkeyutl -derive -inkey one.pem -peerkey two.pub -out shared
		[ "$(tr -d ' \n' <shared.text | tail -c 512)" = "$(hex_of shared)" ] || fail "DH: $(tr -d ' \n' <shared.text | head -c 64), OpenSSL has $(hex_of shared | head -c 64)"
		done="$done, DH"
	else
		# FIPS mode has DH by named groups (ffdhe2048(dh)) only, and keyctl asks for any.
		case $(cat error) in
		*[Nn]ot\ supported*|*not\ implemented*) ;;
		*No\ such\ file*) in_fips_mode || fail "DH: $(cat error)"; done="$done, DH refused" ;;
		*) fail "DH: $(cat error)" ;;
		esac
	fi
fi
echo "$done"
