package waymark.app.lab;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import waymark.app.lab.NameScenario.Ask;
import waymark.app.lab.NameScenario.Kind;

/**
 * The same sites with another plane: it takes over what was learned while clients keep connecting,
 * learns new names, fails over, and is repaired.
 *
 * @param plane its name in the configuration
 * @param repairs changes of another program that must be undone
 */
record OnPlane(String plane, List<Repair> repairs) implements Scenario {
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final InetAddress ORDERED = SiteAddresses.parse("198.18.251.3");
  private static final InetAddress ONLY = SiteAddresses.parse("198.19.110.3");

  /** Without it a client learns of a refusing route only every other second. */
  private static final String MORE_ERRORS =
      """
      nsenter --net=/run/netns/router sh -c '
        echo 0 > /proc/sys/net/ipv4/icmp_ratelimit
        echo 0 > /proc/sys/net/ipv6/icmp/ratelimit' 2>/dev/null || true
      """;

  OnPlane {
    repairs = List.copyOf(repairs);
  }

  static OnPlane nftables() {
    return new OnPlane("nftables", List.of(Repair.of("nft flush ruleset", true)));
  }

  static OnPlane ipset() {
    return new OnPlane(
        "ipset",
        List.of(
            Repair.of("ipset flush", true),
            new Repair(
                "iptables -t mangle -F",
                true,
                "iptables -w -t mangle -F\nip6tables -w -t mangle -F 2>/dev/null || true")));
  }

  static OnPlane routes() {
    return new OnPlane(
        "routes",
        List.of(
            new Repair(
                "ip route flush table 7000",
                true,
                "ip route flush table 7000 || true\n"
                    + "ip -6 route flush table 7000 2>/dev/null || true"),
            new Repair(
                "ip rule del table 7000",
                true,
                "ip rule del table 7000\nip -6 rule del table 7000 2>/dev/null || true")));
  }

  @Override
  public String title() {
    return "plane " + plane;
  }

  @Override
  public void play(Lab lab) {
    List<String> missing = missing(plane);
    if (!missing.isEmpty()) {
      lab.add(notTried(title(), missing));
      return;
    }
    if (plane.equals("routes")) {
      SystemCommand.require("raise the router's limit of ICMP errors", MORE_ERRORS);
    }
    lab.add(change(lab));
    names(lab);
    failover(lab);
    repairs.forEach(repair -> repair.play(lab, title()));
    lab.add(guard(lab));
  }

  /** The commands that the plane needs and this system lacks. */
  static List<String> missing(String plane) {
    List<String> needed =
        plane.equals("ipset") ? List.of("iptables", "ip6tables", "ipset") : List.of();
    return needed.stream().filter(command -> !SystemCommand.exists(command)).toList();
  }

  static Row notTried(String title, List<String> missing) {
    String note = "not installed: " + String.join(", ", missing);
    return Row.of(title, "everything", "-", "-", "not tried", 0, Outcome.AS_EXPECTED, note);
  }

  /** Restarts with the plane; what was learned before must keep its link all the time. */
  private Row change(Lab lab) {
    List<String> rules = new ArrayList<>(lab.router().rules());
    rules.addAll(Failover.ORDERED_RULES);
    String configuration = lab.router().configuration("", "plane: " + plane + "\n", rules);
    List<Map.Entry<InetAddress, Uplink>> sites = new ArrayList<>(lab.known().entrySet());
    // The kernel tells a client of a refusing route only once a second.
    sites.removeIf(site -> site.getValue() == Uplink.REFUSED);
    AtomicBoolean over = new AtomicBoolean();
    Lab.Counted<Visits> visits =
        lab.counted(
            () -> {
              Future<Visits> running =
                  lab.client().start(() -> Visits.until(lab.visitor(), sites, over));
              try {
                lab.router().stop();
                lab.startRouterWith(configuration);
              } finally {
                over.set(true);
              }
              return HostThreads.await(running);
            });
    String now = lab.router().status().plane();
    boolean right = visits.result().wrong().isEmpty() && visits.wrong() == 0 && now.equals(plane);
    return Row.of(
        title(),
        visits.result().count() + " connections meanwhile",
        "-",
        "the rule's link",
        visits.result().wrong().orElse("the rule's link"),
        visits.wrong(),
        Outcome.of(right),
        "restarted with plane " + now);
  }

  private void names(Lab lab) {
    play(lab, "suffix", plane + ".suffix.example", Kind.IPV4, Uplink.ISP2);
    play(lab, "kinds", plane + "-six.kinds.example", Kind.IPV6, Uplink.ISP2);
    play(lab, "kinds", plane + "-three.kinds.example", Kind.SEVERAL, Uplink.ISP2);
    play(lab, "cname", plane + ".alias.example", Kind.ALIAS, Uplink.ISP2);
    play(lab, "ways", plane + ".ways.example", Kind.BY_ROUTER, Uplink.ISP2);
    play(lab, "block", plane + ".ads.example", Kind.IPV4, Uplink.REFUSED);
    play(lab, "default", plane + ".other.example", Kind.IPV4, Uplink.ISP1);
  }

  private void play(Lab lab, String rule, String name, Kind kind, Uplink expected) {
    new NameScenario(title(), rule, "", List.of(new Ask(name, kind, expected))).play(lab);
  }

  private void failover(Lab lab) {
    lab.second().down();
    lab.add(
        Turn.await(lab, ORDERED, Uplink.ISP1, LONGEST)
            .row(title(), "interface down", "list", Uplink.ISP1, LONGEST));
    Lab.Counted<Uplink> only = lab.counted(() -> lab.visit(ONLY));
    lab.add(
        Row.of(
            title(),
            "interface down",
            "only",
            Uplink.REFUSED.word(),
            only.result().word(),
            only.wrong(),
            Outcome.of(only.result() == Uplink.REFUSED && only.wrong() == 0),
            "only this link is allowed"));
    lab.second().up();
    lab.add(
        Turn.await(lab, ORDERED, Uplink.ISP2, LONGEST)
            .row(title(), "interface up again", "list", Uplink.ISP2, LONGEST));
  }

  private Row guard(Lab lab) {
    long refused =
        lab.router().status().links().stream().mapToLong(link -> link.wrongLinkPackets()).sum();
    return Row.of(
        title(),
        "all of the above",
        "-",
        "0 refused",
        refused + " refused",
        0,
        Outcome.of(refused == 0),
        "");
  }
}
