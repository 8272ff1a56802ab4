package waymark.engine;

import java.util.Set;
import waymark.policy.Address;

/**
 * When connections are looked at: while leases drain, or room is wanted. Times are in milliseconds.
 */
final class Scans {
  private static final long EVERY = 5_000;

  /** So long an answer is waited for. */
  private static final long LOST = 60_000;

  private final Connections connections;
  private long last;
  private boolean waiting;

  Scans(Connections connections, long now) {
    this.connections = connections;
    last = now;
  }

  /** Asks for the connections if it is time to. */
  void advance(long now, LeaseLimits leaseLimits) {
    if (now - last >= (waiting ? LOST : EVERY) && leaseLimits.wantsScan()) {
      waiting = true;
      last = now;
      connections.scan();
    }
  }

  /** The answer: the addresses that our connections go to. */
  void answered(Set<Address> addresses, LeaseLimits leaseLimits) {
    waiting = false;
    leaseLimits.used(addresses, last);
  }
}
