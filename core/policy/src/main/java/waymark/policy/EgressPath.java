package waymark.policy;

import java.util.List;

/** How a link leaves the host. */
public sealed interface EgressPath {
  /** By the main routing table. */
  record Direct() implements EgressPath {}

  /** Not at all: connections are refused at once. */
  record Block() implements EgressPath {}

  /**
   * By a network interface.
   *
   * @param device the interface's name: 1 to 15 bytes, no white space, no slash, no colon (the
   *     kernel's dev_valid_name in net/core/dev.c)
   * @param gateways the next hops: none, one, or one of each family
   */
  record Interface(String device, List<Address> gateways) implements EgressPath {
    public Interface {
      gateways = List.copyOf(gateways);
      if (!isDevice(device)) {
        throw new IllegalArgumentException("'" + device + "' is not the name of an interface");
      }
      if (gateways.size() > 2
          || (gateways.size() == 2 && gateways.get(0).isIpv4() == gateways.get(1).isIpv4())) {
        throw new IllegalArgumentException(
            "an interface has at most one gateway of each family, not " + gateways);
      }
    }

    /** Whether the kernel accepts this name for an interface. */
    public static boolean isDevice(String name) {
      if (name.isEmpty() || name.length() > 15 || name.equals(".") || name.equals("..")) {
        return false;
      }
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c <= ' ' || c >= 127 || c == '/' || c == ':') {
          return false;
        }
      }
      return true;
    }
  }
}
