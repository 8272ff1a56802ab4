# zapret queues what does not carry 0x40000000, and nfqws sends its own packets with that mark.
case $1 in
up)
  nft -f - <<-END
	table inet zapret {
	  counter kept { }
	  counter lost { }
	  chain own { type filter hook output priority -1; policy accept;
	    tcp dport 8080 meta mark set meta mark or 0x40000000
	  }
	  chain post { type filter hook postrouting priority 101; policy accept;
	    iif 0 tcp dport 8080 meta mark and 0x40000000 != 0 counter name kept
	    iif 0 tcp dport 8080 meta mark and 0x40000000 == 0 counter name lost
	  }
	}
END
  for ipt in iptables ip6tables; do
    for link in up1 $SECOND; do
      $ipt -t mangle -A POSTROUTING -o $link -p tcp -m multiport --dports 80,443 \
        -m connbytes --connbytes-dir original --connbytes-mode packets --connbytes 1:6 \
        -m mark ! --mark 0x40000000/0x40000000 -j NFQUEUE --queue-num 200 --queue-bypass
    done
  done
  ;;
down) nft 'delete table inet zapret; delete table ip mangle; delete table ip6 mangle' ;;
esac
