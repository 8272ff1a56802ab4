package waymark.console;

import java.util.List;
import waymark.api.AddressExplained;
import waymark.api.Candidate;
import waymark.api.Capture;
import waymark.api.Explained;
import waymark.api.LearningStatus;
import waymark.api.Matched;
import waymark.api.Sightings;
import waymark.api.Status;
import waymark.policy.Address;

/** A host without a kernel: it fails where it is asked about {@code broken.example}. */
final class FakeHost implements Host {
  volatile boolean ready = true;

  @Override
  public Status status() {
    return new Status(
        "0.1.0",
        1,
        ready ? Status.State.READY : Status.State.STARTING,
        "2026-01-31T09:00:00Z",
        new LearningStatus(LearningStatus.Mode.HOLD, LearningStatus.Mode.HOLD, ""),
        "nftables",
        List.of(),
        List.of(),
        List.of("direct"),
        0,
        0,
        0,
        new Sightings(0, 0, 0, 0, 0, 0),
        new Capture(0, 0, 0, 0, 0, 0, 0, 0),
        0,
        0,
        0);
  }

  @Override
  public Explained explain(Address address) {
    Matched claim = new Matched("default", List.of("direct"), 0, Matched.By.DEFAULT, "default");
    return new Explained(
        address.toString(),
        Explained.Kind.ADDRESS,
        List.of(),
        List.of(
            new AddressExplained(
                address.toString(),
                List.of(new Candidate(claim, List.of(), 0, false)),
                "direct",
                List.of(),
                true)));
  }

  @Override
  public Explained explain(String name) {
    if (name.equals("broken.example")) {
      throw new IllegalStateException("the engine's thread is gone");
    }
    return new Explained(name, Explained.Kind.NAME, List.of(), List.of());
  }

  @Override
  public boolean isReady() {
    return ready;
  }
}
