/**
 * The table {@code inet waymark} as it is in the kernel, for the planes that have one.
 *
 * <pre>
 *  Chains, SetText ─▶ text ─▶ KernelTable ─▶ nft -f
 *  KernelTable ─▶ Outline: has somebody else changed it?    Notices ─▶ netlink events
 * </pre>
 */
package waymark.kernel.table;
