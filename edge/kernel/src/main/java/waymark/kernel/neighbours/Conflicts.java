package waymark.kernel.neighbours;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import waymark.kernel.model.CaptureSettings;
import waymark.kernel.model.HostConflict;
import waymark.kernel.model.HostNeighbours;
import waymark.kernel.model.Marks;
import waymark.netlink.RouteRule;
import waymark.netlink.RouteRuleAction;

/** Judges what was found: who is there, and what is in whose way. */
final class Conflicts {
  /** The priority at which plane nftables marks packets, behind DNAT and the usual chains. */
  static final int MARKING = 300;

  /** So many bits of the conntrack labels hold decisions. */
  private static final int LABELS = 16;

  /** The tables local, main and default. */
  private static final Set<Integer> USUAL_TABLES = Set.of(253, 254, 255);

  private static final Pattern LABEL = Pattern.compile("(?:ct label set |--label \"?)(\\d+).*?");

  private final HostView view;
  private final Marks marks;
  private final CaptureSettings capture;
  private final int protocol;
  private final List<HostConflict> conflicts = new ArrayList<>();

  private Conflicts(HostView view, Marks marks, CaptureSettings capture, int protocol) {
    this.view = view;
    this.marks = marks;
    this.capture = capture;
    this.protocol = protocol;
  }

  /**
   * Judges a host.
   *
   * @param protocol of our own rules and routes
   */
  static HostNeighbours of(HostView view, Marks marks, CaptureSettings capture, int protocol) {
    Conflicts judged = new Conflicts(view, marks, capture, protocol);
    judged.marks();
    judged.lateChains();
    judged.rules();
    judged.tables();
    judged.numbers();
    judged.labels();
    judged.offload();
    judged.reversePath();
    return new HostNeighbours(judged.known(), judged.conflicts, BlindSpots.of(view.dns(), capture));
  }

  private List<String> known() {
    Set<String> known = new TreeSet<>();
    view.firewall().forEach(rule -> KnownProgram.of(rule).ifPresent(it -> known.add(it.title())));
    return List.copyOf(known);
  }

  private void add(String who, String what, String remedy) {
    conflicts.add(new HostConflict(who, what, remedy));
  }

  private static String who(ForeignRule rule) {
    return KnownProgram.of(rule)
        .map(program -> program.title() + " (" + rule.place() + ")")
        .orElse("A firewall rule (" + rule.place() + ")");
  }

  private static String hex(int bits) {
    return "0x%08x".formatted(bits);
  }

  private void marks() {
    Map<String, Integer> users = new LinkedHashMap<>();
    for (ForeignRule rule : view.firewall()) {
      MarkUse use = MarkUse.of(rule.text());
      // Who means every bit means a number, and seldom one as great as ours.
      int shared = use.uses() == -1 ? 0 : use.uses() & marks.mask();
      if (shared != 0) {
        users.merge(who(rule), shared, (one, other) -> one | other);
      }
    }
    users.forEach(
        (who, bits) ->
            add(
                who,
                "uses bits "
                    + hex(bits)
                    + " of the packet mark, which are in Waymark's mask "
                    + hex(marks.mask())
                    + ": on packets of Waymark's links it does not find them",
                freeMask()));
  }

  private String freeMask() {
    int used = 0;
    for (ForeignRule rule : view.firewall()) {
      int bits = MarkUse.of(rule.text()).uses();
      used |= bits == -1 ? 0 : bits;
    }
    for (RouteRule rule : view.rules()) {
      used |= rule.protocol() == protocol || rule.mask() == -1 ? 0 : rule.mask();
    }
    for (int width = 8; width >= 4; width--) {
      for (int shift = 32 - width; shift >= 0; shift--) {
        int mask = ((1 << width) - 1) << shift;
        if ((mask & used) == 0) {
          return "set marks: { mask: " + hex(mask) + " }, which nobody uses here";
        }
      }
    }
    return "no four bits in a row are free: take one of the programs off this host";
  }

  private void lateChains() {
    for (ForeignRule rule : view.firewall()) {
      if (rule.late() && (MarkUse.of(rule.text()).writes() & marks.mask()) != 0) {
        add(
            who(rule),
            "writes packet marks behind Waymark, so packets of its links are refused",
            "give the chain a priority below " + MARKING);
      }
    }
  }

  private void rules() {
    int first = marks.priority(1);
    Map<String, List<RouteRule>> before = new LinkedHashMap<>();
    for (RouteRule rule : view.rules()) {
      if (rule.protocol() == protocol) {
        continue;
      }
      if (marks.isTable(rule.table())) {
        add(
            "The ip rule " + rule,
            "leads to a routing table of Waymark's",
            "set marks: { tables: N } to a base that nobody uses");
      } else if (marks.isPriority(rule.priority())) {
        add(
            "The ip rule " + rule,
            "has a priority among those of Waymark's links",
            "set marks: { priority: N } to a base that nobody uses");
      } else if (rule.priority() < first && diverts(rule)) {
        String who =
            KnownProgram.ofPriority(rule.priority())
                .map(KnownProgram::title)
                .orElse("Another program");
        before.computeIfAbsent(who, key -> new ArrayList<>()).add(rule);
      }
    }
    before.forEach(
        (who, rules) ->
            add(
                who,
                "has ip rules before those of Waymark's links ("
                    + rules.stream()
                        .map(rule -> rule.priority() + " to table " + rule.table())
                        .distinct()
                        .collect(Collectors.joining(", "))
                    + "): what they have a route for takes no link, and is refused if it should",
                "if that is not wanted, set marks: { priority: N } to less than "
                    + rules.stream().mapToLong(RouteRule::priority).min().orElse(first)
                    + ", with room for a rule for each link"));
  }

  /** Whether packets with a link's mark may be routed by that rule. */
  private static boolean diverts(RouteRule rule) {
    return rule.action().equals(RouteRuleAction.LOOKUP)
        && !rule.narrowed()
        && !USUAL_TABLES.contains(rule.table());
  }

  private void tables() {
    view.routes()
        .forEach(
            route ->
                add(
                    "The route " + route,
                    "is not Waymark's, but in a table of its links",
                    "move it to another table, or set marks: { tables: N }"));
  }

  private void numbers() {
    if (capture.mode() == CaptureSettings.Mode.OFF) {
      return;
    }
    Pattern queue =
        Pattern.compile(
            "--queue-num %1$d\\b|\\bqueue (?:flags \\S+ )?(?:num|to) %1$d\\b"
                .formatted(capture.queue()));
    Pattern group =
        Pattern.compile("--nflog-group %1$d\\b|\\blog .*group %1$d\\b".formatted(capture.group()));
    for (ForeignRule rule : view.firewall()) {
      if (queue.matcher(rule.text()).find()) {
        add(
            who(rule),
            "sends packets to queue " + capture.queue() + ", by which Waymark holds DNS answers",
            "set learn: { dns: { queue: N } } to another number");
      }
      if (group.matcher(rule.text()).find()) {
        add(
            who(rule),
            "logs packets to group " + capture.group() + ", by which Waymark observes DNS answers",
            "set learn: { dns: { group: N } } to another number");
      }
    }
  }

  private void labels() {
    if (!marks.hasLabels()) {
      return;
    }
    int first = marks.labels();
    int last = first + LABELS - 1;
    for (ForeignRule rule : view.firewall()) {
      boolean ours =
          LABEL
              .matcher(rule.text())
              .results()
              .map(match -> match.group(1))
              .filter(digits -> digits.length() < 4)
              .mapToInt(Integer::parseInt)
              .anyMatch(bit -> bit >= first && bit <= last);
      if (ours) {
        add(
            who(rule),
            "uses conntrack labels from "
                + first
                + " to "
                + last
                + ", which hold Waymark's decisions",
            "set marks: { labels: N } to 16 others, a multiple of 8");
      }
    }
  }

  private void offload() {
    for (String table : view.flowtables()) {
      add(
          "The flowtable of table " + table,
          "takes connections past Waymark's guard and counters",
          "do not offload connections that rules or links are about, or switch offloading off");
    }
  }

  private void reversePath() {
    String all = view.filters().getOrDefault("all", "0");
    view.filters().entrySet().stream()
        .filter(entry -> !Set.of("all", "default", "lo").contains(entry.getKey()))
        .filter(entry -> isStrict(entry.getValue(), all) && view.checksMarks())
        .map(Map.Entry::getKey)
        .sorted()
        .forEach(
            device ->
                add(
                    "The reverse-path filter of " + device,
                    "is strict and looks at marks (src_valid_mark), so it may drop packets of"
                        + " clients there that take a link",
                    "sysctl -w net.ipv4.conf." + device + ".rp_filter=2"));
  }

  /** The maximum of both settings applies: 1 is strict. */
  private static boolean isStrict(String own, String all) {
    return !own.equals("2") && !all.equals("2") && (own.equals("1") || all.equals("1"));
  }
}
