package waymark.kernel.ipset;

import waymark.kernel.plane.Desired;

/**
 * What chains of iptables are made from, of one family.
 *
 * @param targets what is decided for addresses and networks
 */
public record IptablesPlan(boolean ipv4, Desired desired, IpsetTargets targets) {}
