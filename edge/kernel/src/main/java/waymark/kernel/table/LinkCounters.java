package waymark.kernel.table;

import java.util.ArrayList;
import java.util.List;
import waymark.kernel.model.Marks;
import waymark.kernel.steering.Counter;
import waymark.kernel.steering.Hook;

/** The packet counters of links, in maps by mark: one look-up for all links. */
public final class LinkCounters {
  /** The map of the counters of packets that leave by a link. */
  private static final String SENT = "sent";

  /** The map of the counters of packets that come back by a link. */
  private static final String RECEIVED = "received";

  public static final List<String> MAPS = List.of(SENT, RECEIVED);

  private LinkCounters() {}

  private static Counter counter(String map, int number) {
    return map.equals(SENT) ? Counter.sent(number) : Counter.received(number);
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
      Counter counter = counter(map, number);
      text.append(NftablesRules.add(counter));
      elements.add(marks.text(number) + " : \"" + counter.name() + "\"");
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
    String of = " counter name ct mark and " + marks.maskText() + " map @";
    String received = "ct direction reply" + of + RECEIVED;
    NftablesChains.add(
        chains, Hook.ACCOUNTS_OUT, List.of("ct direction original" + of + SENT, received));
    NftablesChains.add(chains, Hook.ACCOUNTS_IN, List.of(received));
  }
}
