/**
 * The engine's ports on the Linux kernel: DNS as it passes comes in, what is decided goes out, and
 * what others change is put back.
 *
 * <pre>
 *  DNS ─▶ Capture ─▶ DnsIntake ─▶ ┌────────────┐ ─▶ NftablesPlane: Ruleset, HostSets, StaticSets
 *    held ◀─ until it is in force │ EngineLoop │ ─▶ IpsetPlane:    IptablesRuleset, TargetSets
 *                                 │ one thread │ ─▶ RoutesPlane:   DecidedRoutes, RouteRuleset
 *  KernelWatch, Inspection:       │            │      each on Uplinks: a rule and a table a link
 *  others' changes ─▶ Upkeep ───▶ └────────────┘ ─▶ Flows: connections, looked at and ended
 *
 *  conntrack ─▶ Accounting: who used the links
 * </pre>
 *
 * <p>{@link waymark.kernel.KernelHost} ties all of it together. A plane says what should be there
 * in two ways: rules are texts that commands read whole ({@code nft}, {@code iptables-restore});
 * what is learned goes through netlink, an address at a time. What is in the kernel stays there
 * when this process ends, and another start takes it over.
 *
 * <p>A class that has a thread of its own, or belongs to one, says so. Nothing here knows the
 * configuration's file or what people are told of it.
 */
package waymark.kernel;
