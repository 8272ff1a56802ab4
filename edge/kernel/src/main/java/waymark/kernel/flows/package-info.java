/**
 * The connections of conntrack: finds those that leave by the wrong link, and ends them.
 *
 * <pre>
 *  engine, links ─▶ Flows ─▶ RequestQueue ─▶ PendingRequests ─▶ FlowPass ─▶ FlowScan, Misrouted
 *                     engine's thread ┊ thread of Flows                         │
 *  engine, events ◀─ FlowListener ◀─────────────────────────────────────────────┴─▶ ConnectionTable
 * </pre>
 *
 * <p>A scan that the kernel refuses is tried again with all of its requests. A request that makes a
 * scan fail is given up with an error in the log; the other requests of its batch are served.
 */
package waymark.kernel.flows;
