/**
 * The ipset plane: IP sets, and chains of iptables that look into them.
 *
 * <pre>
 *  IptablesPlan ─▶ IptablesRuleset ─▶ Steering ─▶ OwnTraffic ─▶ IptablesRules ─▶ IptablesChains
 *                                                                                   │
 *  iptables-restore ◀── IptablesInstaller ◀── text ◀────────────────────────────────┘
 *  Change ─▶ IpsetSets ─▶ NetlinkSets, or IpsetCommand while netlink fails
 * </pre>
 */
package waymark.kernel.ipset;
