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
 * <p>{@link waymark.kernel.plane.PlaneDriver} does what is alike for all planes. Its {@link
 * waymark.kernel.plane.Installation} installs policies and holds the one {@link
 * waymark.kernel.plane.Desired} state. {@link waymark.kernel.plane.LinkShares} turns the strategy
 * of a group into slots; {@code steering.EgressChains} chooses how a slot is drawn.
 *
 * <p>A new plane implements {@link waymark.kernel.plane.KernelPlane}; it needs a case in {@code
 * PlaneKind} and in {@code Planes}, which removes it when a host changes to another plane.
 *
 * <p>A policy is installed in this order, on every plane:
 *
 * <ol>
 *   <li>numbers for its links, on disk;
 *   <li>the links' routing tables, and the rules that lead marked packets to them;
 *   <li>kernel settings of its links, if another policy is in force: a new link may take answers
 *       from the first packet on (at the first start the host must not forward before the plane is
 *       in force);
 *   <li>the plane: sets first, then what looks into them;
 *   <li>rules and tables of links that the policy does not have are removed: nothing is marked for
 *       them any more;
 *   <li>kernel settings.
 * </ol>
 */
package waymark.kernel.plane;
