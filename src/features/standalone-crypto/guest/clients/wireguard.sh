# SPDX-License-Identifier: GPL-2.0-only
# WireGuard between two network namespaces, over IPv4 and IPv6; a peer with another key gets no answer.
. /kcarve/checks/clients.sh
need ip ping wg
if ! modprobe wireguard 2>error; then
	[ -e "/lib/modules/$(uname -r)/kernel/drivers/net/wireguard" ] || skip "the kernel has no wireguard"
	cat error
	in_fips_mode && { echo "refused in FIPS mode"; exit 0; }
	exit 1
fi
driver veth
two_namespaces
umask 077
for net in a b other; do wg genkey >$net.key && wg pubkey <$net.key >$net.pub || fail "no keys"; done
for end in a:1:b:2 b:2:a:1; do
	net=${end%%:*} rest=${end#*:}
	number=${rest%%:*} rest=${rest#*:}
	peer=${rest%:*} its=${rest#*:}
	ip -n $net link set lo up
	ip -n $net link set wire up
	ip -n $net addr add 10.0.0.$number/24 dev wire
	ip -n $net link add wg0 type wireguard || fail "no wireguard device"
	ip netns exec $net wg set wg0 private-key $net.key listen-port 5000 peer "$(cat $peer.pub)" endpoint 10.0.0.$its:5000 allowed-ips 10.9.0.$its/32,fd09::$its/128
	ip -n $net addr add 10.9.0.$number/24 dev wg0
	ip -n $net addr add fd09::$number/64 dev wg0 nodad
	ip -n $net link set wg0 up
done
for address in 10.9.0.2 fd09::2; do
	for size in 1 56 1300; do
		ip netns exec a ping -q -n -c 2 -i 0.2 -W 20 -s $size $address >ping 2>&1 || { cat ping; fail "no answer from $address to $size bytes"; }
	done
done
moved=$(ip netns exec b wg show wg0 transfer | awk '{ print $2 }')
[ "$moved" -gt 2000 ] || fail "only $moved bytes went through the tunnel"
ip netns exec b wg set wg0 peer "$(cat a.pub)" remove
ip netns exec b wg set wg0 peer "$(cat other.pub)" allowed-ips 10.9.0.1/32
if ip netns exec a ping -q -n -c 1 -W 2 10.9.0.2 >ping 2>&1; then fail "an answer to a peer that is not known"; fi
echo "IPv4 and IPv6 through the tunnel; a peer that is not known gets no answer"
