package waymark.policy;

import java.util.Set;

/**
 * The names of network interfaces that Waymark accepts.
 *
 * <p>The kernel accepts 1 to 15 bytes, or 127 for an alternative name, other than white space,
 * {@code /} and {@code :}, and neither {@code .} nor {@code ..} (dev_valid_name in net/core/dev.c).
 * Of these names, Waymark refuses the ones that nftables, iptables or {@code /proc/sys} would take
 * for something else. Alternative names of interfaces follow the same rule.
 */
public final class InterfaceName {
  /** What is accepted, for error messages. */
  public static final String EXPECTED =
      "a name of an interface: 1 to 15 characters, 127 if alternative, no space, /, :, \" or \\";

  /** ALTIFNAMSIZ in include/uapi/linux/if.h, with the final zero. */
  private static final int LONGEST = 127;

  /** IFNAMSIZ there, with the final zero. */
  private static final int LONGEST_PRIMARY = 15;

  /** Folders of {@code /proc/sys/net/ipv4/conf} that stand for no single interface. */
  private static final Set<String> RESERVED = Set.of(".", "..", "all", "default");

  private InterfaceName() {}

  /** Whether Waymark accepts the name. */
  public static boolean isValid(String name) {
    return problem(name).isEmpty();
  }

  /** Whether a name is short enough for what is not an alternative name. */
  public static boolean mayBePrimary(String name) {
    return name.length() <= LONGEST_PRIMARY;
  }

  /** What is wrong with a name, as in "the name …"; empty if Waymark accepts it. */
  public static String problem(String name) {
    if (name.isEmpty() || name.length() > LONGEST) {
      return "has " + name.length() + " characters";
    }
    if (RESERVED.contains(name)) {
      return "is never the name of an interface";
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c <= ' ' || c >= 127 || c == '/' || c == ':' || c == '"' || c == '\\') {
        return "has a character that is not accepted";
      }
    }
    if (name.endsWith("*") || name.endsWith("+")) {
      return "ends with "
          + name.charAt(name.length() - 1)
          + ", which firewalls take for any interface that begins so; there are no wildcards here:"
          + " name one interface, and rename it if it is really called that";
    }
    if (name.startsWith("-") || name.startsWith("!")) {
      return "begins with " + name.charAt(0) + ", which iptables takes for something else";
    }
    return "";
  }

  static String require(String name) {
    String problem = problem(name);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException("the name '" + name + "' of an interface " + problem);
    }
    return name;
  }
}
