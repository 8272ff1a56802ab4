package waymark.kernel.table;

import java.util.List;

/** Sets of learned addresses, and the elements of sets and maps, in nftables' own language. */
public final class SetText {
  private SetText() {}

  /** The text that adds a set of learned addresses. */
  public static String add(String name) {
    return add(name, List.of());
  }

  /** The text that adds one, and these addresses to it. */
  public static String add(String name, List<String> addresses) {
    String type = name.startsWith("hosts4") ? "type ipv4_addr; " : "type ipv6_addr; ";
    return "add set inet waymark " + name + " { " + type + elements(addresses) + "}\n";
  }

  /**
   * The elements of a set or map, in its own declaration. For an element that is added by itself
   * the nft command first reads all interval sets of the host, a second and more for countries.
   */
  public static String elements(List<String> all) {
    return all.isEmpty() ? "" : "elements = { " + String.join(", ", all) + " }; ";
  }

  /**
   * The text that adds or deletes addresses; empty where there are none.
   *
   * @param verb which of the two
   */
  public static String change(String verb, String set, List<String> addresses) {
    return addresses.isEmpty()
        ? ""
        : verb + " element inet waymark " + set + " { " + String.join(", ", addresses) + " }\n";
  }
}
