# Somebody's ip rules for all that the LAN sends and for all of one address, and a table of their own.
case $1 in
up)
  ip rule add pref 5000 from 192.168.7.0/24 lookup 100
  ip rule add pref 10000 from 10.1.0.2 lookup 100
  ip route add default via 10.1.0.1 dev up1 table 100
  ip route add 192.168.8.0/24 dev br9 table 100
  if [ -e /proc/sys/net/ipv6 ]; then
    ip -6 rule add pref 5000 from fd07::/64 lookup 100
    ip -6 route add default via fd01::1 dev up1 table 100
    ip -6 route add fd08::/64 dev br9 table 100
  fi
  ;;
down)
  ip rule del pref 5000
  ip rule del pref 10000
  ip route flush table 100
  ip -6 rule del pref 5000 2>/dev/null || :
  ip -6 route flush table 100 2>/dev/null || :
  ;;
esac
