package waymark.engine;

import java.util.List;
import waymark.policy.Address;
import waymark.policy.Link;

/** The connections that pass this host. Neither call waits for its work. */
public interface Connections {

  /** Ends the connections to this address that leave by a link that is not among these. */
  void move(Address address, List<Link> to);

  /** Asks which addresses connections of ours go to; {@link Engine#used} takes the answer. */
  void scan();
}
