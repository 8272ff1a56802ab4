package waymark.journal;

import java.util.List;
import waymark.policy.Address;

/** What the journal keeps a row of. The time of a row is when it is recorded. */
public sealed interface Row {
  /** The most names of a row; the others are left out. */
  int MOST_NAMES = 16;

  /** The most addresses of a row; the others are left out. */
  int MOST_ADDRESSES = 64;

  /** The client. */
  Address client();

  /**
   * A DNS answer.
   *
   * @param client whom it was for
   * @param names the name asked for and its CNAMEs
   * @param rule that decides about the first address, or {@code default}; empty without addresses
   * @param link the link or group that the rule leads to now; empty where none is up
   * @param heldMicros how long it was held
   */
  record Answer(
      Address client,
      List<String> names,
      List<Address> addresses,
      String rule,
      String link,
      long heldMicros,
      Outcome outcome)
      implements Row {
    public Answer {
      names = List.copyOf(names);
      addresses = List.copyOf(addresses);
      if (names.isEmpty()) {
        throw new IllegalArgumentException("an answer has a name");
      }
      if (heldMicros < 0) {
        throw new IllegalArgumentException("held for " + heldMicros + " µs");
      }
    }
  }

  /**
   * A packet that was refused.
   *
   * @param client who sent it
   * @param address where it should have gone
   * @param protocol the number of its protocol, 6 for TCP
   * @param port 0 for a protocol without ports
   * @param rule that refused it, or {@code default}
   * @param name because of which the address is known; empty where it is not
   */
  record Denial(Address client, Address address, int protocol, int port, String rule, String name)
      implements Row {
    public Denial {
      if (protocol < 0 || protocol > 0xff || port < 0 || port > 0xffff) {
        throw new IllegalArgumentException("protocol " + protocol + ", port " + port);
      }
    }
  }
}
