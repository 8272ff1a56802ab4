package waymark.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way out of this host.
 *
 * @param name 1 to 32 of a-z, 0-9, {@code _} and {@code -}, the first a letter or digit; only the
 *     two built-in links are called {@code direct} and {@code block}
 * @param egressPath how connections leave the host
 * @param weight the link's share within a group: 1 to 1000
 * @param masquerade whether packets get the link's own source address
 */
public record Link(String name, EgressPath egressPath, int weight, Masquerade masquerade)
    implements Outlet {
  /** The main routing table. */
  public static final Link DIRECT =
      new Link("direct", new EgressPath.Direct(), 1, Masquerade.NEVER);

  /** Refuses connections at once. */
  public static final Link BLOCK = new Link("block", new EgressPath.Block(), 1, Masquerade.NEVER);

  public Link {
    if (!isName(name)) {
      throw new IllegalArgumentException("'" + name + "' is not the name of a link");
    }
    if (weight < 1 || weight > 1000) {
      throw new IllegalArgumentException("a link's weight is 1 to 1000, not " + weight);
    }
    boolean fits =
        name.equals("direct")
            ? egressPath instanceof EgressPath.Direct
            : name.equals("block")
                ? egressPath instanceof EgressPath.Block
                : egressPath instanceof EgressPath.Interface;
    if (!fits) {
      throw new IllegalArgumentException("a link called '" + name + "' cannot be " + egressPath);
    }
  }

  /** Same as a record's, but written by hand: it runs at every start and for every new address. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Link that
            && name.equals(that.name)
            && egressPath.equals(that.egressPath)
            && weight == that.weight
            && masquerade == that.masquerade);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Whether the text has the form of a link's name, as the two built-in names have. */
  public static boolean isName(String text) {
    if (text.isEmpty() || text.length() > 32) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!word && (i == 0 || (c != '_' && c != '-'))) {
        return false;
      }
    }
    return true;
  }

  /** This link alone. */
  @Override
  public List<Link> links() {
    return List.of(this);
  }

  /** Whether this is the main routing table. */
  @Override
  public boolean isDirect() {
    return egressPath instanceof EgressPath.Direct;
  }

  /** Whether this link refuses. */
  @Override
  public boolean isBlock() {
    return egressPath instanceof EgressPath.Block;
  }
}
