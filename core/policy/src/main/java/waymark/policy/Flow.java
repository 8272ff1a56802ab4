package waymark.policy;

import java.util.Optional;

/**
 * What a connection's first packet says besides its destination.
 *
 * @param transport empty for protocols without ports
 * @param port that it goes to
 * @param source whom it comes from
 * @param device the interface that it came in by; empty: from a program of this host
 */
public record Flow(Optional<Transport> transport, int port, Address source, String device) {
  /** Whether a program of this host made it. */
  public boolean isOwn() {
    return device.isEmpty();
  }
}
