package waymark.engine;

import waymark.policy.Address;
import waymark.policy.Decision;

/** The connections that pass this host. No call waits for its work. */
public interface Connections {
  /** For an engine whose decisions no connection follows. */
  Connections NONE =
      new Connections() {
        @Override
        public void move(Address address, Decision decision) {}

        @Override
        public void follow(Transition transition) {}

        @Override
        public void scan() {}
      };

  /** Ends the connections to this address that leave by a link that this decision has not. */
  void move(Address address, Decision decision);

  /** Ends the connections that a change of policy {@linkplain Transition#moves moves}. */
  void follow(Transition transition);

  /** Asks which addresses connections of ours go to; {@link Engine#used} takes the answer. */
  void scan();
}
