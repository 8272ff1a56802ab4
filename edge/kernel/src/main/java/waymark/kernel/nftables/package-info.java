/**
 * The nftables plane: the table {@code inet waymark} and a routing table per link.
 *
 * <pre>
 *  Policy ─▶ RulesetPlan ─▶ Ruleset ─▶ text ─▶ nft -f
 *  Change ─▶ HostSets ─▶ netlink: sets of learned addresses (LearnedSets), one at a time
 *            StaticSets: interval sets of static networks, replaced whole
 * </pre>
 */
package waymark.kernel.nftables;
