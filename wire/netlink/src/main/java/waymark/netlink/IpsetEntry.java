package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * One entry of a set: an address or a network.
 *
 * @param timeout seconds until the entry expires, 0 for never; in a listing, the seconds left;
 *     {@link IpsetDefinition#NO_TIMEOUT} for the default of the set
 */
public record IpsetEntry(RoutePrefix network, int timeout) {
  public IpsetEntry {
    requireNonNull(network);
    if (timeout < IpsetDefinition.NO_TIMEOUT || timeout > IpsetDefinition.MAX_TIMEOUT) {
      throw new IllegalArgumentException("timeout of " + network + ": " + timeout);
    }
  }

  public static IpsetEntry of(InetAddress address) {
    return of(RoutePrefix.of(address));
  }

  public static IpsetEntry of(RoutePrefix network) {
    return new IpsetEntry(network, IpsetDefinition.NO_TIMEOUT);
  }
}
