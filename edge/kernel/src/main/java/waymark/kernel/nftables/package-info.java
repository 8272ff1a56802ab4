/**
 * The nftables plane: the table {@code inet waymark} and a routing table per link.
 *
 * <pre>
 *  RulesetPlan ─▶ Ruleset ─▶ Steering ─▶ chains ─┐
 *                         └▶ StaticSets ─▶ sets  ─┴▶ text ─▶ nft -f
 *  Change ─▶ LearnedSetWriter ─▶ LearnedSets ─▶ netlink, one address at a time
 * </pre>
 */
package waymark.kernel.nftables;
