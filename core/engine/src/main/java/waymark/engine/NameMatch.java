package waymark.engine;

import java.util.List;
import waymark.policy.Claim;
import waymark.policy.Policy;

/**
 * A name with its CNAMEs, and the rules that claim it: one look-up for all addresses of an answer.
 * It counts until the policy is replaced.
 */
public final class NameMatch {
  /** Of names that no rule claims. */
  private static final NameMatch NOTHING = new NameMatch(List.of(), List.of());

  private final List<String> names;
  private final List<Claim> claims;
  private final boolean mayFailOpen;

  private NameMatch(List<String> names, List<Claim> claims) {
    this.names = names;
    this.claims = claims;
    boolean open = true;
    for (int i = 0; i < claims.size(); i++) {
      open &= claims.get(i).rule().mayFailOpen();
    }
    mayFailOpen = open;
  }

  /**
   * Looks names up.
   *
   * @param names the name and the CNAMEs that it led to; one at least
   */
  static NameMatch of(List<String> names, Policy policy) {
    List<Claim> claims = policy.claims(names);
    return claims.isEmpty() ? NOTHING : new NameMatch(names, claims);
  }

  /** Whether no rule claims any of the names. */
  public boolean isEmpty() {
    return claims.isEmpty();
  }

  /** Whether every rule that claims one of the names may let its traffic go direct. */
  public boolean mayFailOpen() {
    return mayFailOpen;
  }

  /** The name that was asked for, and its CNAMEs; none where no rule claims them. */
  List<String> names() {
    return names;
  }

  /** The claims of the rules, the strongest first. */
  List<Claim> claims() {
    return claims;
  }

  /** Whether this is the match of these names. */
  boolean isOf(List<String> others) {
    int size = names.size();
    if (size != others.size()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (!names.get(i).equals(others.get(i))) {
        return false;
      }
    }
    return true;
  }
}
