/**
 * The single writer: who holds which address, until when, and what the plane must carry for it.
 *
 * <pre>
 *  sighting ─▶ learn ──▶ Table: address ─▶ leases ─▶ winner ──▶ changed addresses ─┐
 *  time ─────▶ tick ───▶   (expiry, drain, caps)                                   ├─▶ commit ─▶ LeaseStore ─▶ Plane
 *  policy ───▶ replace ▶   (every lease judged again)                             ─┘
 * </pre>
 *
 * <p>{@link waymark.engine.Engine} owns all of it and has no threads, no sockets and no clock of
 * its own: the same inputs at the same times give the same transactions. What it drives are the
 * ports {@link waymark.engine.Plane}, {@link waymark.engine.LeaseStore} and {@link
 * waymark.engine.Connections}; it must not know what they are made of. Others get what it knows as
 * {@link waymark.engine.Knowledge}, a {@link waymark.engine.Snapshot} of its figures, or the {@link
 * waymark.engine.Event}s of its {@link waymark.engine.EventSink}.
 *
 * <p>An address outlives its TTL: while connections still go to it the lease drains, because taking
 * the address away from under a flow would send its next connection elsewhere.
 */
package waymark.engine;
