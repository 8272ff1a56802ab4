package waymark.app;

import java.util.List;
import waymark.api.AddressMove;
import waymark.api.AddressPlan;
import waymark.api.AddressTraffic;
import waymark.api.Candidate;
import waymark.api.CaptureStatus;
import waymark.api.Conflict;
import waymark.api.Conflicts;
import waymark.api.Denial;
import waymark.api.DenialCounts;
import waymark.api.Denials;
import waymark.api.Difference;
import waymark.api.DnsGaps;
import waymark.api.Event;
import waymark.api.Events;
import waymark.api.FlowMove;
import waymark.api.FlowPlan;
import waymark.api.JournalStatus;
import waymark.api.KernelPlan;
import waymark.api.LearningStatus;
import waymark.api.LinkStatus;
import waymark.api.LinkTraffic;
import waymark.api.ListStatus;
import waymark.api.Lists;
import waymark.api.LogRow;
import waymark.api.Matched;
import waymark.api.Plan;
import waymark.api.RuleStatus;
import waymark.api.RuleTraffic;
import waymark.api.Sightings;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.api.Volume;

/** What a host of the tests answers. */
public final class Samples {
  static final Matched VIDEO =
      new Matched("video", List.of("vpn", "direct"), 10, Matched.By.BELOW, "*.example.com");

  static final Matched OFFICE =
      new Matched("office", List.of("isp2"), 0, Matched.By.NETWORK, "203.0.113.0/24");

  public static final Matched DEFAULT =
      new Matched("default", List.of("direct"), 0, Matched.By.DEFAULT, "default");

  public static final Status STATUS =
      new Status(
          "0.1.0",
          4711,
          Status.State.READY,
          "2026-01-31T09:00:00Z",
          new LearningStatus(LearningStatus.Mode.HOLD, LearningStatus.Mode.HOLD, ""),
          "nftables",
          List.of(
              new LinkStatus("vpn", "wg0", List.of(), LinkStatus.State.UP, 7, 1420, 0),
              new LinkStatus(
                  "isp2", "eth1", List.of("198.51.100.1"), LinkStatus.State.ABSENT, 0, 0, 3)),
          List.of(
              new RuleStatus("video", List.of("vpn", "direct"), 10, 1204, 17),
              new RuleStatus("office", List.of("isp2"), 0, 0, 0)),
          List.of("direct"),
          1204,
          1100,
          2,
          new Sightings(1, 1_234_567, 1300, 4, 0, 0, 0),
          new CaptureStatus(90, 91, 0, 1, 2, 80, 3, 0),
          1,
          0,
          2,
          new DenialCounts(false, 0, 0),
          new DnsGaps(0, 0, 0, 0, 0, List.of(), List.of()),
          List.of(),
          List.of(),
          new JournalStatus(
              JournalStatus.Mode.HASHED, 1_000, 0, 12_345_678, "2026-01-17T09:00:00Z", ""));

  private static LogRow row(
      long number, String at, LogRow.Outcome outcome, String link, long heldMicros) {
    return new LogRow(
        number,
        at,
        outcome,
        "192.168.1.20",
        List.of("www.video.example", "edge.cdn.example"),
        List.of("198.51.100.7", "198.51.100.8"),
        "video",
        link,
        heldMicros,
        "",
        0);
  }

  public static final List<LogRow> LOG =
      List.of(
          row(7, "2026-01-31T08:00:00Z", LogRow.Outcome.HELD, "vpn", 812),
          row(8, "2026-01-31T09:00:00.123Z", LogRow.Outcome.PASSED, "direct", 0),
          row(9, "2026-01-31T09:01:00Z", LogRow.Outcome.DROPPED, "block", 100_200),
          new LogRow(
              10,
              "2026-01-31T09:02:00Z",
              LogRow.Outcome.DENIED,
              "192.168.1.21",
              List.of("mail.example"),
              List.of("203.0.113.25"),
              "default",
              "",
              0,
              "tcp",
              25));

  public static final Plan PLAN =
      new Plan(
          "/etc/waymark/waymark.yaml",
          true,
          List.of(
              new Difference(
                  Difference.Kind.LINK,
                  "isp2",
                  Difference.How.ADDED,
                  List.of("interface: eth1", "gateway: 198.51.100.1")),
              new Difference(Difference.Kind.LINK, "old", Difference.How.REMOVED, List.of()),
              new Difference(
                  Difference.Kind.RULE,
                  "video",
                  Difference.How.CHANGED,
                  List.of("to: vpn -> isp2, else direct", "names: 2 added, 0 removed"))),
          new AddressPlan(
              1_100,
              1,
              0,
              0,
              List.of(new AddressMove("198.51.100.7", List.of("vpn"), List.of("isp2", "direct")))),
          new FlowPlan(
              340,
              2,
              1,
              List.of(
                  new FlowMove("198.51.100.7", "vpn", List.of("isp2", "direct"), false, 2),
                  new FlowMove("203.0.113.9", "old", List.of("direct"), true, 1))),
          new KernelPlan(
              List.of("chain steer4: ip daddr @hosts4_3_1 goto to_3_1"),
              List.of("chain steer4: ip daddr @hosts4_2 goto to_2")),
          List.of());

  public static final Events EVENTS =
      new Events(
          4,
          0,
          List.of(
              new Event(
                  1,
                  "2026-01-31T09:00:01.250Z",
                  Event.Kind.LEARNED,
                  List.of("www.example.com", "cdn.example"),
                  "198.51.100.7",
                  "video",
                  "",
                  List.of(),
                  "",
                  0,
                  300,
                  ""),
              new Event(
                  2,
                  "2026-01-31T09:00:02Z",
                  Event.Kind.MOVED,
                  List.of(),
                  "198.51.100.7",
                  "",
                  "",
                  List.of("vpn", "direct"),
                  "",
                  2,
                  0,
                  ""),
              new Event(
                  3,
                  "2026-01-31T09:00:03Z",
                  Event.Kind.REFUSED,
                  List.of("home.example.com"),
                  "192.168.1.1",
                  "",
                  "",
                  List.of(),
                  "special",
                  0,
                  0,
                  ""),
              new Event(
                  4,
                  "2026-01-31T09:00:04Z",
                  Event.Kind.LINK_DOWN,
                  List.of(),
                  "",
                  "",
                  "isp2",
                  List.of(),
                  "there is no such interface",
                  0,
                  0,
                  "")));

  public static final Conflicts CONFLICTS =
      new Conflicts(
          2,
          List.of(
              new Conflict(
                  "198.51.100.7",
                  "video",
                  List.of(
                      new Candidate(VIDEO, List.of("www.example.com"), 192, false),
                      new Candidate(OFFICE, List.of("intra.example", "cdn.example"), 9, false)))));

  public static final Lists LISTS =
      new Lists(
          List.of(
              new ListStatus(
                  "ads",
                  "https://lists.example/ads.txt",
                  "domains",
                  ListStatus.State.KEPT,
                  1204,
                  1203,
                  1,
                  List.of("line 7: '||ads.example^' has a '|' in it; expected a domain name"),
                  "2026-01-31T07:48:00Z",
                  "\"5f1\"",
                  "2026-01-31T09:04:00Z",
                  List.of("no ads", "video"),
                  "cannot fetch https://lists.example/ads.txt: the server answered 500"),
              new ListStatus(
                  "country-db",
                  "/var/lib/waymark/country.mmdb",
                  "mmdb",
                  ListStatus.State.AWAITED,
                  0,
                  0,
                  0,
                  List.of(),
                  "",
                  "",
                  "",
                  List.of("abroad"),
                  "")));

  public static final Denials DENIALS =
      new Denials(
          16,
          2,
          List.of(
              new Denial(
                  "192.168.1.20",
                  "198.51.100.30",
                  "api.example",
                  "tcp",
                  443,
                  "default",
                  Denial.Cause.DEFAULT,
                  12,
                  "2026-01-31T09:00:00Z",
                  "2026-01-31T09:00:04Z",
                  "- { name: allow-api-example, to: direct, domains: [api.example],"
                      + " ports: [tcp/443] }"),
              new Denial(
                  "192.168.1.21",
                  "198.51.100.7",
                  "www.example.com",
                  "udp",
                  443,
                  "video",
                  Denial.Cause.LINK_DOWN,
                  4,
                  "2026-01-31T09:00:00Z",
                  "2026-01-31T09:00:03Z",
                  "")));

  public static final Traffic TRAFFIC =
      new Traffic(
          "2026-01-31T09:00:00Z",
          4321,
          7,
          0,
          List.of(
              new LinkTraffic(
                  "direct", 4, new Volume(1_000, 2_000, 10, 20), new Volume(0, 0, 0, 0)),
              new LinkTraffic(
                  "vpn",
                  3,
                  new Volume(1_234_567, 99_999_999, 1000, 2000),
                  new Volume(1_500, 2_000_000, 3, 4))),
          List.of(
              new RuleTraffic(
                  "video",
                  3,
                  new Volume(1_234_567, 99_999_999, 1000, 2000),
                  new Volume(1_500, 2_000_000, 3, 4))),
          List.of(
              new AddressTraffic(
                  "198.51.100.7",
                  "www.example.com",
                  "video",
                  "vpn",
                  2,
                  new Volume(1_000_000, 90_000_000, 900, 1900),
                  new Volume(1_500, 2_000_000, 3, 4)),
              new AddressTraffic(
                  "2001:db8::7",
                  "www.example.com",
                  "video",
                  "vpn",
                  1,
                  new Volume(234_567, 9_999_999, 100, 100),
                  new Volume(0, 0, 0, 0)),
              new AddressTraffic(
                  "203.0.113.9",
                  "",
                  "default",
                  "direct",
                  4,
                  new Volume(1_000, 2_000, 10, 20),
                  new Volume(0, 0, 0, 0))),
          new Volume(5, 6, 7, 8),
          DENIALS.denials());

  private Samples() {}
}
