package waymark.kernel.links;

import java.util.Map;
import java.util.Optional;
import waymark.netlink.AddressFamily;
import waymark.netlink.RouteHop;
import waymark.policy.Link;

/**
 * How each link was left by at one moment. A link that could not be left by in a family has no hop.
 */
public record LinkHops(Map<Key, RouteHop> all) {
  /** Of no link. */
  public static final LinkHops NONE = new LinkHops(Map.of());

  public LinkHops {
    all = Map.copyOf(all);
  }

  /** A link's name, and a family. */
  public record Key(String link, AddressFamily family) {
    static Key of(Link link, AddressFamily family) {
      return new Key(link.name(), family);
    }
  }

  public Optional<RouteHop> of(Link link, AddressFamily family) {
    return Optional.ofNullable(all.get(Key.of(link, family)));
  }
}
