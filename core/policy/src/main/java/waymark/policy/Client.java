package waymark.policy;

import java.util.List;

/** The clients whose connections a rule matches. */
public sealed interface Client {
  /** Clients with an address in the network. */
  record From(Network network) implements Client {
    @Override
    public String toString() {
      return network.toString();
    }
  }

  /** Clients whose packets arrive on the interface. */
  record By(String device) implements Client {
    public By {
      InterfaceName.require(device);
    }

    @Override
    public String toString() {
      return INTERFACE + device;
    }
  }

  /** The programs of this host. */
  record Self() implements Client {
    @Override
    public String toString() {
      return SELF;
    }
  }

  /** The prefix of an interface's name. */
  String INTERFACE = "interface:";

  /** The keyword for the programs of this host. */
  String SELF = "self";

  /**
   * As {@link #parse}, and reads also {@code FIRST-LAST}, a range of addresses, which is several
   * networks.
   *
   * @throws SyntaxException for any other text
   */
  static List<Client> parseAll(String text) {
    if (text.indexOf('-') < 0 || text.startsWith(INTERFACE)) {
      return List.of(parse(text));
    }
    return AddressRange.parse(text).networks().stream().<Client>map(From::new).toList();
  }

  /**
   * Reads a network or address, {@code interface:NAME} or {@code self}.
   *
   * @throws SyntaxException for any other text
   */
  static Client parse(String text) {
    if (text.equals(SELF)) {
      return new Self();
    }
    if (text.startsWith(INTERFACE)) {
      String device = text.substring(INTERFACE.length());
      String problem = InterfaceName.problem(device);
      if (!problem.isEmpty()) {
        throw new SyntaxException("the name '" + device + "' " + problem, "interface:eth1");
      }
      return new By(device);
    }
    return new From(Network.parse(text));
  }
}
