/**
 * What becomes of packets, as chains of rules in no program's language.
 *
 * <pre>
 *  Desired, Targets ─▶ Steering.of ─▶ Steering ─▶ table: NftablesRules ─▶ nft
 *                        │              └─▶ OwnTraffic ─▶ ipset: IptablesRules ─▶ iptables-restore
 *                        │
 *                        └ the parts: EgressChains  TargetChains  SteerChains  LostPacketChains
 *                                     DenyChains    GuardChain    NatAndMss    DnsTap
 *
 *  Steering = chains, by ChainId: a Hook takes packets from the kernel, the others from their like
 *  chain    = rules; rule = every Match ─▶ one Verdict
 * </pre>
 *
 * <p>Chains, in the order in which a packet meets them:
 *
 * <pre>
 *  PREROUTING, OUTPUT ─ reply? ─▶ REPLIES ─ came in by link N? ─▶ MarkFor(N)
 *            ▼
 *          STEER ─ decided for link N? ─▶ MarkFor(N)
 *            ▼ new
 *           NEW ─ in a set of target T? ─▶ Target(T) ─ port? client? ─▶ Egress
 *                                                              group ─▶ Egress
 *          FORGOTTEN_DNS: answers that do not count as replies
 *  FORWARD: the mark is removed      REFUSAL ─ connection refused? ─▶ REFUSE
 *
 *  postrouting: GUARD ─▶ Leaving(N), BACK, LOST      LEAVING (default: block) ─▶ STRAYS
 *               SOURCE_NAT, SEGMENTS_OUT, DNS
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
