/**
 * The connections of conntrack: which leave by the wrong link, and ending those.
 *
 * <pre>
 *  engine, links ─▶ requests ─▶ Flows: one look for all of them ─▶ FlowLook, Misplaced ─▶ delete
 * </pre>
 */
package waymark.kernel.flows;
