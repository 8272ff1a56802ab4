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

  /**
   * Clients whose packets arrive from this network card: only those in a network that this host is
   * in itself, and never this host.
   */
  record WithMac(MacAddress address) implements Client {
    @Override
    public String toString() {
      return MAC + address;
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

  /** The prefix of a MAC address. */
  String MAC = "mac:";

  /** The keyword for the programs of this host. */
  String SELF = "self";

  /**
   * As {@link #parse}, and reads also {@code FIRST-LAST}, a range of addresses, which is several
   * networks.
   *
   * @throws SyntaxException for any other text
   */
  static List<Client> parseAll(String text) {
    if (text.indexOf('-') < 0
        || text.startsWith(INTERFACE)
        || text.startsWith(MAC)
        || MacAddress.isOne(text)) {
      return List.of(parse(text));
    }
    return AddressRange.parse(text).networks().stream().<Client>map(From::new).toList();
  }

  /**
   * Reads a network or address, {@code interface:NAME}, {@code mac:ADDRESS} or {@code self}.
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
    if (text.startsWith(MAC)) {
      return new WithMac(MacAddress.parse(text.substring(MAC.length())));
    }
    if (MacAddress.isOne(text)) {
      throw new SyntaxException(
          "'" + text + "' is a MAC address without a word before it", MAC + text);
    }
    return new From(Network.parse(text));
  }
}
