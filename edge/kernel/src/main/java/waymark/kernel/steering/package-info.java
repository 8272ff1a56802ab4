/**
 * What becomes of packets, as chains of rules in no program's language.
 *
 * <pre>
 *  Desired, Targets ─▶ Steering.of ─▶ Steering ─▶ table: NftablesRules ─▶ nft
 *                        │              └─▶ OwnTraffic ─▶ ipset: IptablesRules ─▶ iptables-restore
 *                        │
 *                        └ the parts: EgressChains  TargetChains  SteerChains  InvalidPacketChains
 *                                     DenyChains    GuardChain    NatAndMss    DnsTap
 *
 *  Steering = chains, by ChainId: a Hook takes packets from the kernel, the others from their like
 *  chain    = rules; rule = every Match ─▶ one Verdict
 * </pre>
 *
 * <p>Chains, in the order in which a packet meets them:
 *
 * <pre>
 *  PREROUTING, OUTPUT ─▶ STEER ─ decided? ─▶ Egress
 *            │             │ new
 *    invalid │             ▼
 *            │     in a set of target T? ─▶ Target(T) ─ port? client? ─▶ Egress
 *            ▼                                                  group ─▶ Egress
 *  INVALID_PACKETS ─ in a set of T? ─▶ dropped, except where T is direct
 *
 *  LEAVING (default: block) ─▶ STRAYS      postrouting: GUARD, SOURCE_NAT, SEGMENTS_OUT, DNS
 * </pre>
 *
 * <p>A change of how packets are steered is a change here. It reaches a printer only where it needs
 * a new match, verdict, hook or chain, and the compiler names each place: every switch over these
 * types is exhaustive. A new kind of link is a new {@link waymark.kernel.steering.Egress}.
 *
 * <p>nftables gets both families in one model, and rules are told apart only where the families
 * differ. iptables gets a model of one family.
 */
package waymark.kernel.steering;
