# A tunnel for everything, started by wg-quick; it ends at the first uplink.
case $1 in
up)
  umask 077
  for end in here there; do
    wg genkey > $end.key
    wg pubkey < $end.key > $end.public
  done
  ip -n isp1 link add full type wireguard 2>/dev/null || {
    nsenter --net=/run/netns/isp1 wireguard-go full > /dev/null 2>&1
    for i in $(seq 200); do [ -S /var/run/wireguard/full.sock ] && break; sleep 0.01; done
  }
  nsenter --net=/run/netns/isp1 wg set full private-key there.key listen-port 51821 \
    peer $(cat here.public) allowed-ips 0.0.0.0/0,::/0
  ip -n isp1 addr add 10.9.0.1/24 dev full
  ip -n isp1 link set full up
  cat > everything.conf <<-END
	[Interface]
	PrivateKey = $(cat here.key)
	Address = 10.9.0.2/24
	PostUp = nft 'table inet masq { chain post { type nat hook postrouting priority srcnat; oifname %i masquerade; }; }'
	PostDown = nft delete table inet masq
	PostUp = ip rule del not fwmark 51820 table 51820; ip rule add not fwmark 51820 table 51820 pref 32000
	PostUp = ip rule del table main suppress_prefixlength 0; ip rule add table main suppress_prefixlength 0 pref 31999
	FwMark = 51820
	Table = auto
	[Peer]
	PublicKey = $(cat there.public)
	Endpoint = 10.1.0.1:51821
	AllowedIPs = 0.0.0.0/0
END
  if [ -e /proc/sys/net/ipv6 ]; then
    ip -n isp1 addr add fd09::1/64 dev full nodad
    sed -i \
      -e 's|^Address.*|&, fd09::2/64|' -e 's|^AllowedIPs.*|&, ::/0|' \
      -e 's|^PostUp = \(ip.*\)|&\nPostUp = \1|' everything.conf
    awk '/^PostUp = ip/ && seen[$0]++ { gsub(/ip rule/, "ip -6 rule") } 1' everything.conf > everything.new
    mv everything.new everything.conf
  fi
  wg-quick up ./everything.conf
  ;;
first)
  ip rule del not fwmark 51820 table 51820
  ip rule add not fwmark 51820 table 51820
  ;;
behind)
  ip rule del not fwmark 51820 table 51820
  ip rule add not fwmark 51820 table 51820 pref 32000
  ;;
down)
  wg-quick down ./everything.conf
  ip -n isp1 link del full
  ;;
esac
