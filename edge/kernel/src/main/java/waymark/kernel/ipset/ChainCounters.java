package waymark.kernel.ipset;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waymark.kernel.model.DenyCounters;
import waymark.kernel.model.UnseenDns;
import waymark.kernel.steering.ChainId.Stage;
import waymark.kernel.steering.Hook;

/** What the rules of our chains have counted, although writing a chain begins at 0 again. */
final class ChainCounters {
  private static final String REFUSE = IptablesNames.name(Stage.REFUSE);
  private static final String DROP_REFUSED = IptablesNames.name(Stage.DROP_REFUSED);
  private static final String INPUT = IptablesNames.name(Hook.INPUT);
  private static final String FORGED = IptablesNames.name(Stage.FORGED);
  private static final String STRAYS = IptablesNames.name(Stage.STRAYS);
  private static final String ANSWER = IptablesNames.name(Stage.ANSWER);
  private static final String DNS = IptablesNames.name(Hook.DNS);
  private static final String LOST = IptablesNames.name(Stage.LOST);
  private static final String DROP = "-j DROP";

  /** In STRAYS only intruders are dropped by their labels. */
  private static final String LABEL = "-m connlabel";

  /** How long counters stay fresh after a read. */
  private static final long FRESH_NANOS = 100_000_000;

  private final Iptables iptables;
  private final Map<Integer, Long> wrongBefore = new HashMap<>();
  private long refusedBefore;
  private long straysBefore;
  private long invalidBefore;
  private UnseenDns unseenBefore = UnseenDns.NONE;
  private List<Iptables.Line> lines = List.of();
  private long readAt = System.nanoTime() - FRESH_NANOS;

  ChainCounters(Iptables iptables) {
    this.iptables = iptables;
  }

  /** Chains have been written over these. */
  void replaced(Iptables.Saved saved) {
    guarded(saved.lines())
        .forEach((number, packets) -> wrongBefore.merge(number, packets, Long::sum));
    refusedBefore += refused(saved.lines());
    straysBefore += strays(saved.lines());
    invalidBefore += dropped(saved.lines());
    unseenBefore = plus(unseenBefore, saved.lines());
  }

  /** All have been written. */
  void written() {
    lines = List.of();
    readAt = System.nanoTime() - FRESH_NANOS;
  }

  private List<Iptables.Line> read(List<Boolean> families) {
    if (System.nanoTime() - readAt > FRESH_NANOS) {
      List<Iptables.Line> read = new ArrayList<>();
      families.forEach(ipv4 -> read.addAll(iptables.save(ipv4).lines()));
      lines = List.copyOf(read);
      readAt = System.nanoTime();
    }
    return lines;
  }

  /**
   * Packets that the guard refused, by the link's number.
   *
   * @param families whether IPv4, each
   */
  Map<Integer, Long> wrong(List<Boolean> families) {
    Map<Integer, Long> wrong = new HashMap<>(wrongBefore);
    guarded(read(families)).forEach((number, packets) -> wrong.merge(number, packets, Long::sum));
    return wrong;
  }

  private Map<Integer, Long> guarded(List<Iptables.Line> lines) {
    Map<Integer, Long> wrong = new HashMap<>();
    for (Iptables.Line line : lines) {
      if (line.packets() > 0
          && line.chain().startsWith(IptablesNames.WRONG)
          && line.text().contains(DROP)) {
        String number = line.chain().substring(IptablesNames.WRONG.length());
        wrong.merge(Integer.parseInt(number), line.packets(), Long::sum);
      }
    }
    return wrong;
  }

  /** What {@code default: block} has kept in, since this process began to count. */
  DenyCounters denials(List<Boolean> families) {
    List<Iptables.Line> now = read(families);
    return new DenyCounters(true, refusedBefore + refused(now), straysBefore + strays(now));
  }

  private static long refused(List<Iptables.Line> lines) {
    return packets(lines, REFUSE, "-j REJECT")
        + packets(lines, DROP_REFUSED, DROP)
        + packets(lines, INPUT, DROP)
        + packets(lines, FORGED, DROP)
        + packets(
            lines.stream().filter(line -> line.text().contains(DROP)).toList(), STRAYS, LABEL);
  }

  private static long strays(List<Iptables.Line> lines) {
    return packets(lines, STRAYS, STRAYS + " " + DROP);
  }

  /** Dropped packets of no tracked connection, since this process began to count. */
  long invalid(List<Boolean> families) {
    return invalidBefore + dropped(read(families));
  }

  static long dropped(List<Iptables.Line> lines) {
    long dropped = packets(lines, STRAYS, "--ctstate INVALID " + DROP);
    for (Iptables.Line line : lines) {
      String chain = line.chain();
      boolean ours = chain.startsWith(LOST) || chain.startsWith(IptablesNames.LOST_TO);
      dropped += ours && line.text().contains(DROP) ? line.packets() : 0;
    }
    return dropped;
  }

  private static long packets(List<Iptables.Line> lines, String chain, String rule) {
    return lines.stream()
        .filter(line -> line.chain().equals(chain) && line.text().contains(rule))
        .mapToLong(Iptables.Line::packets)
        .sum();
  }

  /** DNS that is not read, since this process began to count. */
  UnseenDns unseen(List<Boolean> families) {
    return plus(unseenBefore, read(families));
  }

  private static UnseenDns plus(UnseenDns before, List<Iptables.Line> lines) {
    return new UnseenDns(
        before.untracked() + packets(lines, DNS, "UNTRACKED"),
        before.encrypted() + packets(lines, DNS, "--dports 853"),
        before.unread() + unread(lines));
  }

  /** They meet a rule that drops them, or one that only counts. */
  private static long unread(List<Iptables.Line> lines) {
    return lines.stream()
        .filter(line -> line.chain().equals(ANSWER))
        .filter(line -> line.text().contains(DROP) || !line.text().contains(" -j "))
        .mapToLong(Iptables.Line::packets)
        .sum();
  }

  /** Answers that came to the rule of the queue, since it was written. */
  long answers(List<Boolean> families) {
    return packets(read(families), ANSWER, "NFQUEUE");
  }
}
