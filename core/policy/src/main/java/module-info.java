import org.jspecify.annotations.NullMarked;

/** The words of a policy and its decisions: names, addresses, links, rules, and who wins. */
@NullMarked
module waymark.policy {
  exports waymark.policy;

  requires transitive static org.jspecify;
  requires re2j;
}
