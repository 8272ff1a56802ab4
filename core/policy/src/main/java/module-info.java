import org.jspecify.annotations.NullMarked;

/**
 * The terms of a policy and its decisions: names, addresses, links, rules, and which rule wins.
 *
 * <p>A policy is compiled once and never changes. It says which rules claim a name or an address,
 * and how strongly. Time, leases and the kernel are unknown to it.
 *
 * <pre>
 *   names of a DNS answer ──▶ claims(names) ───┐
 *                                              ├─▶ the greatest Claim wins ──▶ its rule's links
 *   one of its addresses ───▶ network(address) ┘
 *   networks of all rules ──▶ intervals() ───────▶ the kernel's interval sets
 * </pre>
 */
@NullMarked
module waymark.policy {
  exports waymark.policy;

  requires transitive static org.jspecify;
  requires re2j;
}
