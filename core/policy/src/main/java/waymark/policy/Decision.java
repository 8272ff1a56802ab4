package waymark.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of connections to an address: of the first branch whose scope they are in.
 *
 * <p>Rules that are only about some ports or clients make branches; the last branch is about all
 * connections. Immutable, and compared often.
 */
public final class Decision {
  /** Nothing is decided for this address in particular. */
  public static final Decision NONE = new Decision(List.of());

  /** Connections of a scope go to the first of these outlets that is up. */
  public record Branch(Scope scope, List<Outlet> to) {
    public Branch {
      to = List.copyOf(to);
    }

    /** As a record's; by hand, because it is on the way of every new address. */
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
   * What these claims decide together.
   *
   * @param claims the strongest first; one of them is about all connections, and what is behind it
   *     does not matter
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
    // A branch that ends where the rest of them does anyhow decides nothing.
    int last = branches.size() - 1;
    while (last > 0 && branches.get(last - 1).to().equals(branches.get(last).to())) {
      branches.remove(--last);
    }
    return new Decision(branches);
  }

  /** In the order in which they are tried; empty for {@link #NONE}. */
  public List<Branch> branches() {
    return branches;
  }

  /** Whether nothing is decided. */
  public boolean isNone() {
    return branches.isEmpty();
  }

  /** Where a connection goes: what it tries, in order. */
  public List<Outlet> to(Flow flow) {
    for (Branch branch : branches) {
      if (branch.scope().covers(flow)) {
        return branch.to();
      }
    }
    throw new IllegalStateException("nothing is decided");
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
