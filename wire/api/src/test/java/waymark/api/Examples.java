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
          new Sightings(1, 2, 3, 4, 5, 6),
          new Capture(1, 2, 3, 4, 5, 6, 7, 8),
          9,
          0,
          1);

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

  private Examples() {}
}
