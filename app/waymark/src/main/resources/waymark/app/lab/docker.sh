# Docker 20.10 with one container whose port 80 is published at 8081, as iptables-save showed it.
case $1 in
up)
  ip netns add container
  ip link add docker0 type bridge
  ip link add veth0 type veth peer name eth0 netns container
  ip link set veth0 master docker0
  ip addr add 172.17.0.1/16 dev docker0
  ip link set docker0 up
  ip link set veth0 up
  ip -n container addr add 172.17.0.2/16 dev eth0
  ip -n container link set eth0 up
  ip -n container link set lo up
  ip -n container route add default via 172.17.0.1
  iptables-restore < docker.rules
  # Docker lets no other traffic be forwarded.
  iptables -I DOCKER-USER -i lan -j ACCEPT
  iptables -I DOCKER-USER -o lan -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
  ;;
down)
  nft 'delete table ip filter; delete table ip nat'
  ip link del veth0
  ip link del docker0
  ip netns del container
  ;;
esac
