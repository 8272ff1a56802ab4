package waymark.engine;

import java.util.List;
import waymark.policy.Address;
import waymark.policy.Decision;

/** Something that the engine did or noticed, and that people may want to know. */
public sealed interface Event {

  /**
   * An address is held for a rule because of a name.
   *
   * @param names the name asked for and the CNAMEs that led to the address
   * @param seconds that the lease lasts, from now
   */
  record Learned(List<String> names, Address address, String rule, long seconds) implements Event {}

  /** A sighting that changed nothing, although a rule names it. */
  record Refused(List<String> names, Address address, waymark.engine.Learned why)
      implements Event {}

  /**
   * A packet of a connection was refused; told of the same client, address and port once a minute.
   *
   * @param client who sent it
   * @param protocol the number of its protocol, 6 for TCP
   * @param port 0 for a protocol without ports
   * @param rule that refused it, or {@code default}
   * @param name that led to the address; empty where it is not known
   */
  record Denied(Address client, Address address, int protocol, int port, String rule, String name)
      implements Event {}

  /** A lease is over: nothing used the address any more, or it had to make room. */
  record Ended(String name, Address address, String rule) implements Event {}

  /** Connections to an address were ended, because they left by a link that it no longer has. */
  record Moved(Address address, Decision decision, int connections) implements Event {}

  /** Our kernel state was repaired after another process, or a failed change, altered it. */
  record Repaired(String what) implements Event {}

  /** A link can be used from now on, or no longer. */
  record LinkChanged(String link, boolean up, String why) implements Event {}

  /** Another policy is in force. */
  record PolicyReplaced(int links, int rules) implements Event {}

  /** A list or a database of countries has new content. */
  record Updated(String what) implements Event {}

  /**
   * A list or a database of countries cannot be used as it is now, a rule lacks something of it, or
   * DNS does not work as it should.
   *
   * @param what a sentence
   */
  record Faulty(String what) implements Event {}

  /** What was faulty is no longer. */
  record Recovered(String what) implements Event {}
}
