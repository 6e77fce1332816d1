# SPDX-License-Identifier: GPL-2.0-only
# ESP between two network namespaces, over IPv4 and IPv6, in transport and tunnel mode: what goes in comes out, the wire carries ESP
# only, and with another key at one end nothing arrives.
. /kcarve/checks/clients.sh
need ip ping
driver esp4
driver esp6
modprobe -q xfrm_user
driver veth
two_namespaces
for end in a:1 b:2; do
	net=${end%:*} number=${end#*:}
	ip -n "$net" link set lo up
	ip -n "$net" link set wire up
	ip -n "$net" addr add 10.0.0.$number/24 dev wire
	ip -n "$net" addr add fd00::$number/64 dev wire nodad
done
key() { echo "0x$(head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n')"; }
esp_packets() { ip -n b -s xfrm state | awk '/bytes\)/ || /packets\)/ { sub(/\(packets\)/, " "); for (i = 1; i <= NF; i++) if ($i ~ /^[0-9]+$/) last = $i; total += last } END { print total + 0 }'; }

# set_up MODE ONE OTHER ALGORITHMS...: states and policies of both directions in both namespaces.
set_up() {
	mode=$1 one=$2 other=$3
	shift 3
	for net in a b; do
		ip -n $net xfrm state flush
		ip -n $net xfrm policy flush
		ip -n $net xfrm state add src $one dst $other proto esp spi 0x100 mode "$mode" "$@" 2>error || return 1
		ip -n $net xfrm state add src $other dst $one proto esp spi 0x200 mode "$mode" "$@" 2>error || return 1
	done
	ip -n a xfrm policy add src $one dst $other dir out tmpl src $one dst $other proto esp mode "$mode"
	ip -n a xfrm policy add src $other dst $one dir in tmpl src $other dst $one proto esp mode "$mode"
	ip -n b xfrm policy add src $other dst $one dir out tmpl src $other dst $one proto esp mode "$mode"
	ip -n b xfrm policy add src $one dst $other dir in tmpl src $one dst $other proto esp mode "$mode"
}
good=
refused=
# try NAME ALGORITHMS...
try() {
	name=$1
	shift
	for pair in 10.0.0.1:4:10.0.0.2:transport fd00..1:6:fd00..2:tunnel; do
		one=$(echo "${pair%%:*}" | sed 's/fd00\.\./fd00::/')
		rest=${pair#*:}
		family=${rest%%:*} rest=${rest#*:}
		other=$(echo "${rest%%:*}" | sed 's/fd00\.\./fd00::/')
		mode=${rest#*:}
		set_up "$mode" "$one" "$other" "$@" || { refused="$refused $name"; echo "$name is refused: $(cat error)"; return; }
		for size in 1 56 1300; do
			ip netns exec a ping -$family -q -n -c 2 -i 0.2 -W 10 -s $size "$other" >ping 2>&1 || { echo "$name, $mode over IPv$family: no answer to $size bytes"; cat ping; exit 1; }
		done
		[ "$(esp_packets)" -gt 0 ] || fail "$name: nothing went through ESP"
	done
	good="$good $name"
}
try rfc4106-gcm aead 'rfc4106(gcm(aes))' "$(key 20)" 128
try rfc4106-gcm-256 aead 'rfc4106(gcm(aes))' "$(key 36)" 128
try rfc4309-ccm aead 'rfc4309(ccm(aes))' "$(key 19)" 128
try cbc-sha256 enc 'cbc(aes)' "$(key 32)" auth-trunc 'hmac(sha256)' "$(key 32)" 128
try cbc-sha1 enc 'cbc(aes)' "$(key 16)" auth-trunc 'hmac(sha1)' "$(key 20)" 96
try ctr-sha512 enc 'rfc3686(ctr(aes))' "$(key 20)" auth-trunc 'hmac(sha512)' "$(key 64)" 256
try chacha20poly1305 aead 'rfc7539esp(chacha20,poly1305)' "$(key 36)" 128

# Another key at the other end: no packet is taken for a good one.
set_up transport 10.0.0.1 10.0.0.2 enc 'cbc(aes)' "$(key 32)" auth-trunc 'hmac(sha256)' "$(key 32)" 128 || fail "$(cat error)"
ip -n b xfrm state flush
for ends in "10.0.0.1 10.0.0.2 0x100" "10.0.0.2 10.0.0.1 0x200"; do
	set -- $ends
	ip -n b xfrm state add src "$1" dst "$2" proto esp spi "$3" mode transport enc 'cbc(aes)' "$(key 32)" auth-trunc 'hmac(sha256)' "$(key 32)" 128
done
if ip netns exec a ping -q -n -c 2 -i 0.2 -W 2 10.0.0.2 >ping 2>&1; then fail "an answer though the keys differ"; fi

for name in $refused; do
	case $name in
	chacha20poly1305) in_fips_mode || grep -q 'not\|No such' error || exit 1 ;;
	*) fail "$name is approved and refused" ;;
	esac
done
if in_fips_mode; then
	case " $good " in *" chacha20poly1305 "*) fail "chacha20poly1305 works in FIPS mode" ;; esac
fi
echo "IPv4 transport and IPv6 tunnel:$good${refused:+; refused:$refused}"
