package waymark.api;

import java.util.List;

/** A host and an explanation with every word in them. */
final class Examples {
  static final Status STATUS =
      new Status(
          "0.1.0",
          4711,
          Status.State.READY,
          "2026-01-31T09:00:00Z",
          new LearningStatus(
              LearningStatus.Mode.HOLD, LearningStatus.Mode.OBSERVE, "the kernel has no NFQUEUE"),
          "nftables",
          List.of(
              new LinkStatus("vpn", "wg0", List.of(), LinkStatus.State.UP, 7, 1420, 0),
              new LinkStatus(
                  "isp2",
                  "eth1",
                  List.of("198.51.100.1", "2001:db8::1"),
                  LinkStatus.State.ABSENT,
                  0,
                  0,
                  3)),
          List.of(new RuleStatus("video", List.of("vpn", "direct"), 10, 1204, 17)),
          List.of("direct"),
          1204,
          1100,
          2,
          new Sightings(1, 2, 3, 4, 5, 6, 7),
          new CaptureStatus(1, 2, 3, 4, 5, 6, 7, 8),
          9,
          0,
          1,
          new DenialCounts(true, 12, 0),
          new DnsGaps(1, 2, 3, 4, 5, List.of("203.0.113.9"), List.of("198.51.100.53")),
          List.of("plane routes has no guard"),
          List.of("zapret uses bits of the mask; set another"),
          new JournalStatus(
              JournalStatus.Mode.HASHED, 10, 1, 4_096, "2026-01-31T09:00:00.123Z", "full"));

  static final Log LOG =
      new Log(
          8,
          true,
          "2026-01-31T09:00:00.123Z",
          List.of(
              new LogRow(
                  8,
                  "2026-01-31T09:00:00.123Z",
                  LogRow.Outcome.DENIED,
                  "192.168.1.20",
                  List.of("a.example"),
                  List.of("203.0.113.7"),
                  "default",
                  "vpn",
                  812,
                  "tcp",
                  25)));

  static final Matched VIDEO =
      new Matched("video", List.of("vpn"), 10, Matched.By.BELOW, "*.example.com");
  static final Matched DEFAULT =
      new Matched("default", List.of("direct"), 0, Matched.By.DEFAULT, "default");

  static final Explained EXPLAINED =
      new Explained(
          "www.example.com",
          Explained.Kind.NAME,
          List.of(VIDEO),
          List.of(
              new AddressExplained(
                  "203.0.113.7",
                  List.of(
                      new Candidate(VIDEO, List.of("www.example.com", "cdn.example"), 42, true),
                      new Candidate(DEFAULT, List.of(), 0, false)),
                  "vpn",
                  List.of("vpn"),
                  true)));

  static final Events EVENTS =
      new Events(
          7,
          2,
          List.of(
              new Event(
                  7,
                  "2026-01-31T09:00:00.123Z",
                  Event.Kind.POLICY_REPLACED,
                  List.of("a.example"),
                  "203.0.113.7",
                  "video",
                  "vpn",
                  List.of("vpn", "direct"),
                  "w",
                  3,
                  4,
                  "")));

  static final Conflicts CONFLICTS =
      new Conflicts(
          9,
          List.of(
              new Conflict(
                  "203.0.113.7",
                  "video",
                  List.of(new Candidate(VIDEO, List.of("www.example.com"), 42, false)))));

  private static final Volume TOTAL = new Volume(1, 2, 3, 4);
  private static final Volume RATE = new Volume(5, 6, 7, 8);

  static final Denial DENIAL =
      new Denial(
          "192.0.2.1",
          "203.0.113.7",
          "a.example",
          "tcp",
          443,
          "default",
          Denial.Cause.LINK_DOWN,
          9,
          "2026-01-31T09:00:00Z",
          "2026-01-31T09:00:01Z",
          "- {}");

  static final Traffic TRAFFIC =
      new Traffic(
          "2026-01-31T09:00:00Z",
          1,
          2,
          3,
          List.of(new LinkTraffic("vpn", 4, TOTAL, RATE)),
          List.of(new RuleTraffic("video", 5, TOTAL, RATE)),
          List.of(new AddressTraffic("203.0.113.7", "a.example", "video", "vpn", 6, TOTAL, RATE)),
          TOTAL,
          List.of(DENIAL));

  private Examples() {}
}
