# Tailscale's marks (0xff0000), its ip rules from 5210 on, and its table 52.
case $1 in
up)
  for ipt in iptables ip6tables; do
    $ipt -t mangle -A PREROUTING -m conntrack --ctstate ESTABLISHED,RELATED \
      -j CONNMARK --restore-mark --nfmask 0xff0000 --ctmask 0xff0000
    $ipt -t mangle -A OUTPUT -m conntrack --ctstate NEW -m mark ! --mark 0x0/0xff0000 \
      -j CONNMARK --save-mark --nfmask 0xff0000 --ctmask 0xff0000
    $ipt -t filter -N ts-forward
    $ipt -t filter -A FORWARD -j ts-forward
    $ipt -t filter -A ts-forward -i tailscale0 -j MARK --set-xmark 0x40000/0xff0000
    $ipt -t filter -A ts-forward -m mark --mark 0x40000/0xff0000 -j ACCEPT
    $ipt -t nat -A POSTROUTING -m mark --mark 0x40000/0xff0000 -j MASQUERADE
  done
  # Its nftables mode puts the whole mark back, not only its own bits.
  nft -f - <<-END
	table inet ts-restore {
	  chain prerouting { type filter hook prerouting priority mangle; policy accept;
	    ct state established,related meta mark set ct mark and 0x00ff0000
	  }
	  chain output { type route hook output priority mangle; policy accept;
	    ct state new meta mark and 0x00ff0000 != 0 ct mark set meta mark and 0x00ff0000
	  }
	}
END
  for ip in 'ip -4' 'ip -6'; do
    $ip rule add pref 5210 fwmark 0x80000/0xff0000 lookup main
    $ip rule add pref 5230 fwmark 0x80000/0xff0000 lookup default
    $ip rule add pref 5250 fwmark 0x80000/0xff0000 unreachable
    $ip rule add pref 5270 lookup 52
  done
  ip route add throw 100.64.0.0/10 table 52
  ;;
down)
  nft 'delete table inet ts-restore'
  for family in ip ip6; do
    nft "delete table $family mangle; delete table $family filter; delete table $family nat"
  done
  for pref in 5210 5230 5250 5270; do ip rule del pref $pref; ip -6 rule del pref $pref; done
  ip route flush table 52
  ;;
esac
