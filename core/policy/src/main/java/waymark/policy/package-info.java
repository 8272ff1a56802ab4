/**
 * The terms of a policy and its decisions.
 *
 * <pre>
 *  DomainName, NamePattern ─▶ NameTable, RegexTable ─┐
 *                                                    ├─▶ Claims ─▶ Precedence: which one wins
 *  Address, Network, Area ──▶ NetworkTable ──────────┘                │
 *                                                                     ▼
 *  Flow: one connection ──▶ Decision: the first branch whose Scope covers it ─▶ Outlet
 * </pre>
 *
 * <p>{@link waymark.policy.Policy} is made once from {@link waymark.policy.Rule}s, and answers all
 * questions. An {@link waymark.policy.Outlet} is a link or a group of links.
 */
package waymark.policy;
