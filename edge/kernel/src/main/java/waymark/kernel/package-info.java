/**
 * The engine's ports on the Linux kernel: DNS comes in as it passes, decisions go out, and changes
 * by other processes are reconciled.
 *
 * <pre>
 *  DNS ─▶ capture: Capture ─▶ DnsIntake ─▶ ┌────────────┐ ─▶ nftables │
 *    held ◀── until it is in force         │ EngineLoop │ ─▶ ipset    │ each on links: a rule and
 *                                          │ one thread │ ─▶ routes   │ a routing table per link
 *  reconcile: others' changes ───────────▶ └────────────┘ ─▶ flows: conntrack, scanned and ended
 *
 *  conntrack ─▶ accounting: who used the links      refused packets ─▶ denials: who was refused what
 * </pre>
 *
 * <p>{@link waymark.kernel.HostParts} opens all parts and ties them together. {@link
 * waymark.kernel.KernelHost} is what other modules ask; it and the package {@code model} are all
 * that they see. A plane says what should be there in two ways: rules are texts that commands read
 * whole ({@code nft}, {@code iptables-restore}), all written from one model, the package {@code
 * steering}; learned addresses go through netlink, one at a time. What is in the kernel stays there
 * when this process ends, and the next start takes it over.
 *
 * <p>A class that has a thread of its own, or belongs to one, says so. Loops survive the exceptions
 * of their work, or start it again (RestartingWorker), and {@code close} waits for their threads;
 * threads with a single task end with it. An exception that ends a thread ends the daemon, by the
 * handler that {@code waymark run} installs. Nothing here knows the configuration file or how
 * people are told of anything.
 *
 * <p>A package depends only on packages of a lower number:
 *
 * <pre>
 *  9 kernel   8 reconcile   7 nftables ipset routes flows accounting denials   6 table
 *  5 steering   4 plane neighbours   3 links   2 capture system   1 model
 * </pre>
 */
package waymark.kernel;
