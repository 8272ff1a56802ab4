package waymark.policy;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A range of destination ports.
 *
 * @param transports the protocols, at least one
 * @param first 0 to 65535
 * @param last the last port, inclusive
 */
public record PortRange(Set<Transport> transports, int first, int last) {
  private static final int MOST = 65_535;
  private static final Set<Transport> BOTH = Set.of(Transport.values());

  public PortRange {
    transports = Set.copyOf(transports);
    if (transports.isEmpty() || first < 0 || first > last || last > MOST) {
      throw new IllegalArgumentException("ports " + transports + " " + first + "-" + last);
    }
  }

  /**
   * Reads {@code 443}, {@code 5000-6000}, {@code tcp/22} or {@code udp/5000-6000}.
   *
   * @throws SyntaxException for any other text
   */
  public static PortRange parse(String text) {
    Set<Transport> transports = BOTH;
    String ports = text;
    int slash = text.indexOf('/');
    if (slash >= 0) {
      transports =
          switch (text.substring(0, slash)) {
            case "tcp" -> EnumSet.of(Transport.TCP);
            case "udp" -> EnumSet.of(Transport.UDP);
            default -> throw wrong(text);
          };
      ports = text.substring(slash + 1);
    }
    int dash = ports.indexOf('-');
    int first = port(dash < 0 ? ports : ports.substring(0, dash), text);
    int last = dash < 0 ? first : port(ports.substring(dash + 1), text);
    if (first > last) {
      throw wrong(text);
    }
    return new PortRange(transports, first, last);
  }

  private static int port(String text, String whole) {
    if (text.isEmpty() || text.length() > 5) {
      throw wrong(whole);
    }
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        throw wrong(whole);
      }
      port = port * 10 + c - '0';
    }
    if (port > MOST) {
      throw wrong(whole);
    }
    return port;
  }

  private static SyntaxException wrong(String text) {
    return new SyntaxException(
        "'" + text + "' is not a port", "443, 5000-6000, tcp/22 or udp/5000-6000");
  }

  boolean covers(Transport transport, int port) {
    return transports.contains(transport) && first <= port && port <= last;
  }

  boolean coversAll(PortRange other) {
    return transports.containsAll(other.transports) && first <= other.first && other.last <= last;
  }

  boolean overlaps(PortRange other) {
    return !Collections.disjoint(transports, other.transports)
        && first <= other.last
        && other.first <= last;
  }

  /** In the notation of {@link #parse}. */
  @Override
  public String toString() {
    String prefix =
        transports.size() == 2 ? "" : transports.contains(Transport.TCP) ? "tcp/" : "udp/";
    return prefix + first + (first == last ? "" : "-" + last);
  }
}
