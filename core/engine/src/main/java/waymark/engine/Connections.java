package waymark.engine;

import waymark.policy.Address;
import waymark.policy.Decision;

/** The connections that pass this host. Neither call waits for its work. */
public interface Connections {

  /** Ends the connections to this address that leave by a link that this decision has not. */
  void move(Address address, Decision decision);

  /** Asks which addresses connections of ours go to; {@link Engine#used} takes the answer. */
  void scan();
}
