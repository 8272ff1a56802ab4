# Rules as mwan3's: a mark of 0x3f00 for each connection, kept in its connection mark, and ip rules
# from 1001 on. Everything that is not local belongs to the first line.
case $1 in
up)
  for ipt in iptables ip6tables; do
    [ $ipt = iptables ] && own='10.0.0.0/8 192.168.0.0/16 127.0.0.0/8' || own='fd00::/8 fe80::/10 ff00::/8 ::1'
    {
      echo '*mangle'
      for chain in hook connected ifaces_in rules; do echo ":mwan3_$chain - [0:0]"; done
      for net in $own; do
        echo "-A mwan3_connected -d $net -j MARK --set-xmark 0x3f00/0x3f00"
      done
      echo "-A mwan3_ifaces_in -i up1 -m mark --mark 0x0/0x3f00 -j MARK --set-xmark 0x100/0x3f00"
      echo "-A mwan3_rules -m mark --mark 0x0/0x3f00 -j MARK --set-xmark 0x100/0x3f00"
      echo "-A mwan3_hook -j CONNMARK --restore-mark --nfmask 0x3f00 --ctmask 0x3f00"
      for chain in ifaces_in connected rules; do
        echo "-A mwan3_hook -m mark --mark 0x0/0x3f00 -j mwan3_$chain"
      done
      echo "-A mwan3_hook -j CONNMARK --save-mark --nfmask 0x3f00 --ctmask 0x3f00"
      echo "-A mwan3_hook -m mark ! --mark 0x3f00/0x3f00 -j mwan3_connected"
      echo "-A PREROUTING -j mwan3_hook"
      echo "-A OUTPUT -j mwan3_hook"
      echo COMMIT
    } | $ipt-restore
  done
  ip rule add pref 1001 iif up1 lookup 1
  ip rule add pref 2001 fwmark 0x100/0x3f00 lookup 1
  ip rule add pref 2061 fwmark 0x3d00/0x3f00 blackhole
  ip rule add pref 2062 fwmark 0x3e00/0x3f00 unreachable
  ip route add default via 10.1.0.1 dev up1 table 1
  ip route add 192.168.7.0/24 dev lan table 1
  ip route add 192.168.8.0/24 dev br9 table 1
  if [ -e /proc/sys/net/ipv6 ]; then
    ip -6 rule add pref 1001 iif up1 lookup 1
    ip -6 rule add pref 2001 fwmark 0x100/0x3f00 lookup 1
    ip -6 route add default via fd01::1 dev up1 table 1
    ip -6 route add fd07::/64 dev lan table 1
    ip -6 route add fd08::/64 dev br9 table 1
  fi
  ;;
down)
  nft 'delete table ip mangle; delete table ip6 mangle'
  for pref in 1001 2001 2061 2062; do
    ip rule del pref $pref
    ip -6 rule del pref $pref 2>/dev/null || :
  done
  ip route flush table 1
  ip -6 route flush table 1 2>/dev/null || :
  ;;
esac
