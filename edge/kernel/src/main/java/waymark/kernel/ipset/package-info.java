/**
 * The ipset plane: IP sets, and chains of iptables that look into them.
 *
 * <pre>
 *  Policy ─▶ IptablesPlan ─▶ IptablesRuleset ─▶ HostChains ─▶ iptables-restore
 *  Change ─▶ TargetSets ─▶ NetlinkSets, or IpsetCommand while netlink fails
 * </pre>
 */
package waymark.kernel.ipset;
