package waymark.app;

import java.util.List;
import waymark.api.AddressExplained;
import waymark.api.Candidate;
import waymark.api.Capture;
import waymark.api.Explained;
import waymark.api.LearningStatus;
import waymark.api.LinkStatus;
import waymark.api.Matched;
import waymark.api.RuleStatus;
import waymark.api.Sightings;
import waymark.api.Status;
import waymark.console.Host;
import waymark.policy.Address;

/** A host without a kernel, and what it answers. */
record Answers(Status status, boolean isReady) implements Host {
  static final Matched VIDEO =
      new Matched("video", List.of("vpn", "direct"), 10, Matched.By.BELOW, "*.example.com");
  static final Matched OFFICE =
      new Matched("office", List.of("isp2"), 0, Matched.By.NETWORK, "203.0.113.0/24");
  static final Matched DEFAULT =
      new Matched("default", List.of("direct"), 0, Matched.By.DEFAULT, "default");

  static final Status STATUS =
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
          new Sightings(1, 1_234_567, 1300, 4, 0, 0),
          new Capture(90, 91, 0, 1, 2, 80, 3, 0),
          1,
          0,
          2);

  static final Answers READY = new Answers(STATUS, true);
  static final Answers STARTING = new Answers(STATUS, false);

  @Override
  public Explained explain(Address address) {
    return new Explained(
        address.toString(),
        Explained.Kind.ADDRESS,
        List.of(),
        List.of(
            new AddressExplained(
                address.toString(),
                List.of(
                    new Candidate(OFFICE, List.of(), 0, false),
                    new Candidate(DEFAULT, List.of(), 0, false)),
                "",
                List.of(),
                true)));
  }

  @Override
  public Explained explain(String name) {
    if (name.equals("other.example")) {
      return new Explained(name, Explained.Kind.NAME, List.of(), List.of());
    }
    return new Explained(
        name,
        Explained.Kind.NAME,
        List.of(VIDEO),
        List.of(
            new AddressExplained(
                "198.51.100.7",
                List.of(
                    new Candidate(VIDEO, List.of(name, "cdn.example"), 192, false),
                    new Candidate(DEFAULT, List.of(), 0, false)),
                "vpn",
                List.of("vpn", "direct"),
                true),
            new AddressExplained(
                "2001:db8::7",
                List.of(
                    new Candidate(VIDEO, List.of(name), 0, true),
                    new Candidate(DEFAULT, List.of(), 0, false)),
                "direct",
                List.of("vpn", "direct"),
                false)));
  }
}
