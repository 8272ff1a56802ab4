import org.jspecify.annotations.NullMarked;

/**
 * The words of a policy and its decisions: names, addresses, links, rules, and who wins.
 *
 * <p>A policy is compiled once and never changes. It knows neither time nor leases nor a kernel: it
 * says which rules claim a name or an address, and how strongly.
 *
 * <pre>
 *   names of a DNS answer ──▶ claims(names) ───┐
 *                                              ├─▶ the greatest Claim wins ──▶ its rule's links
 *   one of its addresses ───▶ network(address) ┘
 *   networks of all rules ──▶ intervals() ───────▶ the kernel's interval maps
 * </pre>
 */
@NullMarked
module waymark.policy {
  exports waymark.policy;

  requires transitive static org.jspecify;
  requires re2j;
}
