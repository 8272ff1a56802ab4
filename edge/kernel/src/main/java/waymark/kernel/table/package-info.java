/**
 * The table {@code inet waymark} as it is in the kernel, for the planes that have one.
 *
 * <pre>
 *  Steering ─▶ NftablesRules ─▶ Chains ─▶ text ─▶ KernelTable ─▶ nft -f
 *  KernelTable ─▶ RulesetHandles: has another process changed it?
 *  EventSubscription ─▶ netlink events
 * </pre>
 *
 * <p>{@link waymark.kernel.table.NftablesRules} writes what the package {@code steering} wants, in
 * nftables' own language: {@code NftablesMatches} what a packet has to be, {@code NftablesChains}
 * what chains are called and where packets come to them.
 */
package waymark.kernel.table;
