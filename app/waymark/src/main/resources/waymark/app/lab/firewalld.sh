# firewalld 1.3: lan in zone internal (target ACCEPT), both links in external, and in its file:
# IPv6_rpfilter=no
case $1 in
up) sed "s/wg-router/$SECOND/" firewalld.nft | nft -f - ;;
down) nft delete table inet firewalld ;;
esac
