# SPDX-License-Identifier: GPL-2.0-only
# NFS with Kerberos, server and client in this system: what is written through sec=krb5p is there, and whoever comes without a ticket
# is refused. The kernel's RPCSEC_GSS encrypts each request and each answer.
. /kcarve/checks/clients.sh
need krb5kdc kdb5_util kadmin.local rpc.gssd rpc.svcgssd rpc.mountd rpc.nfsd exportfs
driver nfsd
driver nfsv4
driver rpcsec_gss_krb5
host=kcarve.test
realm=KCARVE.TEST
# The client's ticket is that of the name that its host name resolves to.
echo "127.0.0.1 $host $(uname -n)" >>/etc/hosts
ip link set lo up

export KRB5_CONFIG=$work/krb5.conf KRB5_KDC_PROFILE=$work/kdc.conf
cat >krb5.conf <<END
[libdefaults]
	default_realm = $realm
	dns_lookup_kdc = false
	dns_canonicalize_hostname = false
	rdns = false
[realms]
	$realm = {
		kdc = 127.0.0.1
	}
[domain_realm]
	$host = $realm
END
cat >kdc.conf <<END
[realms]
	$realm = {
		database_name = $work/principal
		key_stash_file = $work/stash
		kdc_listen = 127.0.0.1:88
		kdc_tcp_listen = 127.0.0.1:88
		supported_enctypes = aes256-cts-hmac-sha384-192:normal aes256-cts-hmac-sha1-96:normal
	}
END
kdb5_util create -s -r $realm -P kcarve >log 2>&1 || fail "no database for Kerberos: $(tail -n 1 log)"
for command in "addprinc -randkey nfs/$host" "ktadd -k /etc/krb5.keytab nfs/$host"; do
	kadmin.local -r $realm -q "$command" >log 2>&1 || fail "$command: $(tail -n 1 log)"
done
krb5kdc || fail "the key distribution centre does not start"

mkdir -p /run/rpc_pipefs /srv/kcarve mount
# Not on the root: overlays and the like cannot be exported.
mount -t tmpfs none /srv/kcarve
mount -t rpc_pipefs sunrpc /run/rpc_pipefs 2>/dev/null
mount -t nfsd nfsd /proc/fs/nfsd 2>/dev/null
[ -e /proc/net/rpc/auth.rpcsec.init ] || modprobe auth_rpcgss
chmod 1777 /srv/kcarve
exportfs -o rw,sec=krb5p,fsid=0,no_subtree_check,insecure "*:/srv/kcarve" || fail "nothing is exported"
rpc.svcgssd -p "nfs/$host" || fail "rpc.svcgssd does not start"
rpc.gssd || fail "rpc.gssd does not start"
rpc.mountd -N 2 -N 3 2>log || fail "rpc.mountd does not start: $(tail -n 1 log)"
rpc.nfsd -N 3 -H 127.0.0.1 2 2>log || fail "rpc.nfsd does not start: $(tail -n 1 log)"

# why: what the daemons have to say of it.
why() { tail -n 1 log; journalctl -b -o cat -t rpc.gssd -t rpc.svcgssd -t rpc.mountd --no-pager | tail -n 5; }
doing "mounting by Kerberos"
options=proto=tcp,soft,timeo=300,retrans=1
timeout 120 mount -t nfs4 -o sec=krb5p,$options $host:/ mount 2>log || fail "sec=krb5p cannot be mounted: $(why)"
grep -q ' nfs4 .*sec=krb5p' /proc/mounts || fail "it is mounted without krb5p"
random_file data 500001
cp data mount/data || fail "nothing can be written through sec=krb5p"
sync
cmp data /srv/kcarve/data || fail "other data arrived"
echo 3 >/proc/sys/vm/drop_caches
cmp data mount/data || fail "other data came back"
umount mount
mkdir plain
if timeout 120 mount -t nfs4 -o sec=sys,$options $host:/ plain 2>log; then
	if ls plain/data >/dev/null 2>&1; then fail "the files can be read without Kerberos"; fi
fi
rpc.nfsd 0
umount /srv/kcarve
echo "sec=krb5p writes and reads; without Kerberos nothing can be read"
