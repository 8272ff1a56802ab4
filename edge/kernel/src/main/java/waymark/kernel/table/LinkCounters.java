package waymark.kernel.table;

import java.util.ArrayList;
import java.util.List;
import waymark.kernel.model.Marks;

/** The counters of what passes each link, by its number. */
public final class LinkCounters {
  /** The map of the counters of what leaves by a link; also how each of them begins. */
  public static final String SENT = "sent";

  /** As {@link #SENT}, of what comes back. */
  public static final String RECEIVED = "received";

  public static final List<String> MAPS = List.of(SENT, RECEIVED);

  private LinkCounters() {}

  public static String name(String map, int number) {
    return map + "_" + number;
  }

  /** The text that adds one. */
  public static String add(String map, int number) {
    return "add counter inet " + KernelTable.NAME + " " + name(map, number) + "\n";
  }

  /** The text that adds a map by marks. */
  public static String addMap(String map) {
    return "add map inet " + KernelTable.NAME + " " + map + " { type mark : counter; }\n";
  }

  /** The text that adds a map with the counters in it; counters of links that are gone stay. */
  public static String fillMap(String map, List<Integer> numbers, Marks marks) {
    StringBuilder text = new StringBuilder();
    List<String> elements = new ArrayList<>();
    for (int number : numbers) {
      text.append(add(map, number));
      elements.add(marks.text(number) + " : \"" + name(map, number) + "\"");
    }
    return text.append("add map inet ")
        .append(KernelTable.NAME)
        .append(' ')
        .append(map)
        .append(" { type mark : counter; ")
        .append(SetText.elements(elements))
        .append("}\n")
        .toString();
  }

  /** The chains that count what leaves by a link and what comes back, by the connection's mark. */
  public static void count(Chains chains, Marks marks) {
    // Behind the guard: what it refuses has not left.
    List<String> out =
        chains.add(
            "accounts_out", "type filter hook postrouting priority mangle + 20; policy accept;");
    List<String> in =
        chains.add("accounts_in", "type filter hook input priority mangle; policy accept;");
    String of = " counter name ct mark and " + marks.maskText() + " map @";
    out.add("ct direction original" + of + SENT);
    out.add("ct direction reply" + of + RECEIVED);
    in.add("ct direction reply" + of + RECEIVED);
  }
}
