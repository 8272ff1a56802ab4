/**
 * The seam between the host and its planes, and what all planes share.
 *
 * <pre>
 *  Engine, reconcile ─▶ KernelPlane ◀── nftables, ipset, routes
 * </pre>
 *
 * <p>A new plane implements {@link waymark.kernel.plane.KernelPlane}.
 */
package waymark.kernel.plane;
