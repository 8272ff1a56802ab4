/**
 * A whole network in private namespaces, in which the real program is tested.
 *
 * <pre>
 *  client ──lan── router ──up1── isp1   sites of 198.18.0.0/15 and 2001:2::/48, and the DNS server
 *                   │  └───up2── isp2   the same sites
 *                   └ waymark run       (up2 carries WireGuard where there is one)
 * </pre>
 *
 * <p>Both uplinks answer for every site and say which of the two they are, so a connection shows
 * the link that it took. Which link an address should take is known from the address itself ({@link
 * waymark.app.lab.SiteAddresses}), so the kernels of the uplinks count first packets that went the
 * wrong way, without knowing a rule.
 *
 * <p>To add a scenario: implement {@link waymark.app.lab.Scenario} and name it in {@link
 * waymark.app.lab.Scenarios}.
 */
package waymark.app.lab;
