package waymark.netlink;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;

/**
 * One entry of a set: an address or a network.
 *
 * @param timeout seconds it stays, 0 for ever; in a listing, the seconds left; {@link
 *     IpsetDefinition#NO_TIMEOUT}: as the set says
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
