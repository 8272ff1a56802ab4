package waymark.policy;

/** Who makes a connection. */
public sealed interface Client {
  /** Whoever has an address of that network. */
  record From(Network network) implements Client {
    @Override
    public String toString() {
      return network.toString();
    }
  }

  /** Whoever reaches this host by that interface. */
  record By(String device) implements Client {
    public By {
      if (!EgressPath.Interface.isDevice(device)) {
        throw new IllegalArgumentException("'" + device + "' is not the name of an interface");
      }
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

  /** What stands before an interface's name. */
  String INTERFACE = "interface:";

  /** The word for the programs of this host. */
  String SELF = "self";

  /**
   * Reads a network or address, {@code interface:NAME} or {@code self}.
   *
   * @throws SyntaxException when the text is none of them
   */
  static Client parse(String text) {
    if (text.equals(SELF)) {
      return new Self();
    }
    if (text.startsWith(INTERFACE)) {
      String device = text.substring(INTERFACE.length());
      if (!EgressPath.Interface.isDevice(device)) {
        throw new SyntaxException(
            "'" + device + "' is not the name of an interface", "interface:eth1");
      }
      return new By(device);
    }
    return new From(Network.parse(text));
  }
}
