package waymark.kernel;

import java.util.ArrayList;
import java.util.List;

/** The counters of what passes each link, by its number. */
final class LinkCounters {
  /** The map of the counters of what leaves by a link; also how each of them begins. */
  static final String SENT = "sent";

  /** As {@link #SENT}, of what comes back. */
  static final String RECEIVED = "received";

  static final List<String> MAPS = List.of(SENT, RECEIVED);

  private LinkCounters() {}

  static String name(String map, int number) {
    return map + "_" + number;
  }

  /** The text that adds one. */
  static String add(String map, int number) {
    return "add counter inet " + KernelTable.NAME + " " + name(map, number) + "\n";
  }

  /** The text that adds a map by marks. */
  static String addMap(String map) {
    return "add map inet " + KernelTable.NAME + " " + map + " { type mark : counter; }\n";
  }

  /** The text that adds a map with the counters in it; counters of links that are gone stay. */
  static String fillMap(String map, List<Integer> numbers, Marks marks) {
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
        .append(Ruleset.elements(elements))
        .append("}\n")
        .toString();
  }

  /** The rules that count by the connection's mark, in the ways out and in. */
  static void count(List<String> out, List<String> in, String mask) {
    String of = " counter name ct mark and " + mask + " map @";
    out.add("ct direction original" + of + SENT);
    out.add("ct direction reply" + of + RECEIVED);
    in.add("ct direction reply" + of + RECEIVED);
  }
}
