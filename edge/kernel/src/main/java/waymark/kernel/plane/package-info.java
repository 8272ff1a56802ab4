/**
 * The seam between the host and its planes, and what all planes share.
 *
 * <pre>
 *  Engine ──────▶ PlaneDriver ─ Desired, Change ─▶ KernelPlane ◀── nftables, ipset, routes
 *  reconcile ───▶    │  ▲     ─ Drift ───────────▶      │
 *                    ▼  └────── Repair ◀───────────────┘
 *                  links
 * </pre>
 *
 * <p>{@link waymark.kernel.plane.PlaneDriver} holds the one {@link waymark.kernel.plane.Desired}
 * state and does what is alike for all planes. {@link waymark.kernel.plane.LinkShares} turns the
 * strategy of a group into slots; {@code steering.EgressChains} chooses how a slot is drawn.
 *
 * <p>A new plane implements {@link waymark.kernel.plane.KernelPlane}; it needs a case in {@code
 * PlaneKind} and in {@code Planes}, which removes it when a host changes to another plane.
 */
package waymark.kernel.plane;
