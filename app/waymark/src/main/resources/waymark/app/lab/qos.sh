# Marks for traffic shaping on everything, and the DSCP field kept in the top bits of the connection
# mark.
case $1 in
up)
  for ipt in iptables ip6tables; do
    for chain in PREROUTING OUTPUT; do
      $ipt -t mangle -A $chain -p tcp --dport 80 -j MARK --set-mark 0x10
      $ipt -t mangle -A $chain -p udp -j MARK --set-mark 0x20
    done
    $ipt -t mangle -A POSTROUTING -p tcp --dport 80 -j DSCP --set-dscp-class AF31
  done
  nft -f - <<-END
	table inet dscp {
	  chain prerouting { type filter hook prerouting priority -160; policy accept;
	    ct mark set ct mark and 0x03ffffff or 0x28000000
	  }
	  chain output { type filter hook output priority -160; policy accept;
	    ct mark set ct mark and 0x03ffffff or 0x28000000
	  }
	}
END
  ;;
down)
  nft 'delete table inet dscp; delete table ip mangle; delete table ip6 mangle'
  ;;
esac
