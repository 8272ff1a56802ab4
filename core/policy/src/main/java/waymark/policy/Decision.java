package waymark.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where connections to an address go. A connection follows the first branch whose scope covers it.
 *
 * <p>Each rule with ports or clients adds a branch; the last branch covers all connections.
 * Immutable, and compared often.
 */
public final class Decision {
  /** No decision is particular to the address. */
  public static final Decision NONE = new Decision(List.of());

  /** Connections in the scope go to the first of these outlets that is up. */
  public record Branch(Scope scope, List<Outlet> to) {
    public Branch {
      to = List.copyOf(to);
    }

    /** Same as a record's, but written by hand: it runs for every new address. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Branch that && to.equals(that.to) && scope.equals(that.scope));
    }

    @Override
    public int hashCode() {
      return to.hashCode() * 31 + (scope.isAll() ? 0 : scope.hashCode());
    }
  }

  private final List<Branch> branches;
  private final int hash;

  private Decision(List<Branch> branches) {
    this.branches = List.copyOf(branches);
    hash = this.branches.hashCode();
  }

  /** All connections go to the first of these outlets that is up. */
  public static Decision of(List<Outlet> to) {
    return new Decision(List.of(new Branch(Scope.ALL, to)));
  }

  /**
   * The decision that follows from these claims.
   *
   * @param claims the strongest first; one of them covers all connections, and the claims after it
   *     are ignored
   */
  static Decision ofClaims(List<Claim> claims) {
    List<Branch> branches = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (Claim claim : claims) {
      Rule rule = claim.rule();
      if (seen.add(claim.order())) {
        branches.add(new Branch(rule.scope(), rule.to()));
      }
      if (rule.scope().isAll()) {
        break;
      }
    }
    // A branch that leads where the branches after it lead anyway is redundant.
    int last = branches.size() - 1;
    while (last > 0 && branches.get(last - 1).to().equals(branches.get(last).to())) {
      branches.remove(--last);
    }
    return new Decision(branches);
  }

  /** The branches in the order in which they are tried; empty for {@link #NONE}. */
  public List<Branch> branches() {
    return branches;
  }

  /** Whether this is {@link #NONE}. */
  public boolean isNone() {
    return branches.isEmpty();
  }

  /** The outlets that a connection tries, in order. */
  public List<Outlet> to(Flow flow) {
    for (Branch branch : branches) {
      if (branch.scope().covers(flow)) {
        return branch.to();
      }
    }
    throw new IllegalStateException("no branch covers the flow");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Decision that && hash == that.hash && branches.equals(that.branches));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return branches.toString();
  }
}
