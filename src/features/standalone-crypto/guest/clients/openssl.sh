# SPDX-License-Identifier: GPL-2.0-only
# What AF_ALG computes, asked by libkcapi's programs, is what OpenSSL computes: hashes, MACs and ciphers, random data and keys. AEADs
# are not among what the openssl program can do; their known answers are in the check afalg.
. /kcarve/checks/clients.sh
need kcapi-dgst kcapi-enc openssl
driver algif_hash
driver algif_skcipher
compared=0
wrong=0
refused=

# same WHAT KERNEL'S OPENSSL'S: files.
same() {
	if cmp -s "$2" "$3"; then compared=$((compared + 1)); else echo "$1 differs: $(hex_of "$2" | cut -c1-64), OpenSSL has $(hex_of "$3" | cut -c1-64)"; wrong=$((wrong + 1)); fi
}

# What a kernel refuses is told. In FIPS mode that is right for what is not approved, and only for that.
refuse() {
	refused="$refused $1"
	in_fips_mode || { echo "$1 is refused: $(head -n 1 error)"; wrong=$((wrong + 1)); return; }
	case $1 in
	sha*|hmac\(sha*|cmac\(aes\)|cbc\(aes\)|ctr\(aes\)|ecb\(aes\)|xts\(aes\)) echo "$1 is refused: $(head -n 1 error)"; wrong=$((wrong + 1)) ;;
	esac
}

random_file data 70001
random_file key32 32
random_file key64 64
random_file iv16 16
iv=$(hex_of iv16)
for size in 1 64 70001; do head -c $size data >data.$size; done

# hash KERNEL'S OPENSSL'S
hash() {
	has_algorithm "$1" || modprobe -q "crypto-$1" || has_algorithm "$1" || { absent="$absent $1"; return; }
	for size in 1 64 70001; do
		kcapi-dgst -q -c "$1" -i data.$size -o kernel 2>error || { refuse "$1"; return; }
		openssl dgst -"$2" -binary data.$size >openssl 2>/dev/null || return
		same "$1 of $size bytes" kernel openssl
	done
}
hash sha1 sha1
hash sha224 sha224
hash sha256 sha256
hash sha384 sha384
hash sha512 sha512
hash sha3-256 sha3-256
hash sha3-512 sha3-512
hash md5 md5
hash rmd160 rmd160
hash blake2b-512 blake2b512

# mac KERNEL'S KEYFILE OPENSSL...
mac() {
	name=$1 key=$2
	shift 2
	for size in 1 70001; do
		kcapi-dgst -q -c "$name" --keyfd 3 -i data.$size -o kernel 2>error 3<"$key" || { refuse "$name"; return; }
		openssl mac -macopt "hexkey:$(hex_of "$key")" -binary -in data.$size "$@" >openssl || { wrong=$((wrong + 1)); return; }
		same "$name of $size bytes" kernel openssl
	done
}
for digest in sha1 sha224 sha256 sha384 sha512; do mac "hmac($digest)" key32 -digest "$digest" HMAC; done
mac "hmac(sha3-256)" key32 -digest sha3-256 HMAC
mac "cmac(aes)" key32 -cipher AES-256-CBC CMAC

# cipher KERNEL'S OPENSSL'S KEYBYTES: both ways.
cipher() {
	head -c "$3" key64 >key
	for size in 64 70000; do
		head -c $size data >plain
		kcapi-enc -q -e -c "$1" --keyfd 3 --iv "$iv" --nounpad -i plain -o kernel 2>error 3<key || { refuse "$1"; return; }
		case $2 in
		xts) openssl_xts key "$iv" plain openssl ;;
		*-ecb) openssl enc -"$2" -e -nopad -K "$(hex_of key)" -in plain -out openssl ;;
		*) openssl enc -"$2" -e -nopad -K "$(hex_of key)" -iv "$iv" -in plain -out openssl ;;
		esac || fail "OpenSSL has no $2"
		same "$1 of $size bytes, key of $3" kernel openssl
		kcapi-enc -q -d -c "$1" --keyfd 3 --iv "$iv" --nounpad -i openssl -o back 2>error 3<key || { refuse "$1"; return; }
		same "$1 of $size bytes decrypted, key of $3" back plain
	done
}
for bits in 128 192 256; do
	bytes=$((bits / 8))
	cipher "cbc(aes)" aes-$bits-cbc $bytes
	cipher "ctr(aes)" aes-$bits-ctr $bytes
done
cipher "ecb(aes)" aes-256-ecb 32
cipher "xts(aes)" xts 32
# XTS with keys of 64 bytes is in luks and fscrypt: kcapi-enc reads 32 bytes of a key and no more (set_key() in its source).
if modprobe -q camellia_generic; then cipher "cbc(camellia)" camellia-256-cbc 32; fi

[ -z "$absent" ] || echo "not in this kernel:$absent"
[ -z "$refused" ] || echo "refused:$refused"
echo "$compared results are those of $(openssl version | cut -d' ' -f1,2)${refused:+, refused:$refused}"
[ $wrong = 0 ] && [ $compared -gt 0 ]
