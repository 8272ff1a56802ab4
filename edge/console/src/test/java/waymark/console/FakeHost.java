package waymark.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waymark.api.AddressExplained;
import waymark.api.AddressPlan;
import waymark.api.Applied;
import waymark.api.Candidate;
import waymark.api.CaptureStatus;
import waymark.api.Conflicts;
import waymark.api.DenialCounts;
import waymark.api.Denials;
import waymark.api.DnsGaps;
import waymark.api.Event;
import waymark.api.Events;
import waymark.api.Explained;
import waymark.api.FileProblem;
import waymark.api.FileProblems;
import waymark.api.FlowPlan;
import waymark.api.JournalStatus;
import waymark.api.KernelPlan;
import waymark.api.LearningStatus;
import waymark.api.ListStatus;
import waymark.api.Lists;
import waymark.api.Log;
import waymark.api.LogRow;
import waymark.api.Matched;
import waymark.api.Plan;
import waymark.api.PolicyFile;
import waymark.api.Problem;
import waymark.api.Sightings;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.api.Volume;
import waymark.policy.Address;
import waymark.policy.Inquiry;

/** A host without a kernel: it fails where it is asked about {@code broken.example}. */
final class FakeHost implements Host {
  private static final ListStatus LIST =
      new ListStatus(
          "ads",
          "/etc/waymark/ads.txt",
          "domains",
          ListStatus.State.GOOD,
          1,
          1,
          0,
          List.of(),
          "2026-01-31T09:00:00Z",
          "",
          "2026-01-31T09:00:05Z",
          List.of("no ads"),
          "");

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
        new Sightings(0, 0, 0, 0, 0, 0, 0),
        new CaptureStatus(0, 0, 0, 0, 0, 0, 0, 0),
        0,
        0,
        0,
        new DenialCounts(false, 0, 0),
        new DnsGaps(0, 0, 0, 0, 0, List.of(), List.of()),
        List.of(),
        List.of(),
        new JournalStatus(JournalStatus.Mode.OFF, 0, 0, 0, "", ""));
  }

  @Override
  public RequestOutcome plan(PolicyFile file) {
    return new RequestOutcome.Done(
        new Plan(
            file.file(),
            true,
            List.of(),
            AddressPlan.NONE,
            FlowPlan.NONE,
            new KernelPlan(List.of(), List.of()),
            List.of()));
  }

  @Override
  public RequestOutcome apply(PolicyFile file) {
    return switch (file.file()) {
      case "/wrong.yaml" ->
          new RequestOutcome.Wrong(
              new FileProblems(
                  "1 problem in /wrong.yaml",
                  "",
                  List.of(new FileProblem("/wrong.yaml", 1, 8, "rules", "is '7'", "a list"))));
      case "/refused.yaml" -> new RequestOutcome.Refused(new Problem("the kernel refuses", "wait"));
      default ->
          new RequestOutcome.Done(
              new Applied(
                  file.file(), 41, 12, 2, 1_000, 20, 3, file.confirmWithin(), "", List.of()));
    };
  }

  @Override
  public RequestOutcome confirm() {
    return new RequestOutcome.Done(
        new Applied("/etc/waymark/waymark.yaml", 0, 0, 2, 0, 0, 0, 0, "", List.of()));
  }

  @Override
  public RequestOutcome rollBack() {
    return new RequestOutcome.Done(
        new Applied("/etc/waymark/waymark.yaml", 0, 0, 2, 0, 0, 0, 0, "", List.of()));
  }

  @Override
  public Explained explain(Address address, Inquiry about) {
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
  public Explained explain(String name, Inquiry about) {
    if (name.equals("broken.example")) {
      throw new IllegalStateException("the engine's thread is gone");
    }
    return new Explained(
        name,
        Explained.Kind.NAME,
        about.ports().stream().map(Object::toString).toList(),
        about.clients().stream().map(Object::toString).toList(),
        List.of(),
        "",
        List.of());
  }

  /** Events 1 to that number have happened. */
  volatile long happened = 3;

  @Override
  public Events events(long since, int limit) {
    List<Event> events = new ArrayList<>();
    for (long number = since + 1; number <= happened; number++) {
      events.add(
          new Event(
              number,
              "2026-01-31T09:00:00Z",
              Event.Kind.REPAIRED,
              List.of(),
              "",
              "",
              "",
              List.of(),
              "a table",
              0,
              0,
              ""));
    }
    return new Events(happened, 0, events);
  }

  /** What the log was asked last. */
  volatile Optional<LogQuery> asked = Optional.empty();

  @Override
  public Log log(LogQuery query) {
    asked = Optional.of(query);
    List<LogRow> rows = new ArrayList<>();
    for (long number = query.after() + 1; number <= happened; number++) {
      rows.add(
          new LogRow(
              number,
              "2026-01-31T09:00:00Z",
              LogRow.Outcome.PASSED,
              "192.0.2.1",
              List.of("www.example.com"),
              List.of("203.0.113.1"),
              "default",
              "direct",
              0,
              "",
              0));
    }
    return new Log(happened, false, "2026-01-31T09:00:00Z", rows);
  }

  @Override
  public Conflicts conflicts() {
    return new Conflicts(0, List.of());
  }

  @Override
  public Traffic traffic() {
    return new Traffic(
        "", 0, 0, 0, List.of(), List.of(), List.of(), new Volume(0, 0, 0, 0), List.of());
  }

  @Override
  public Lists lists() {
    return new Lists(List.of());
  }

  @Override
  public Lists refreshLists() {
    return new Lists(List.of(LIST));
  }

  @Override
  public Denials denials() {
    return new Denials(3, 0, List.of());
  }

  @Override
  public List<MetricFamily> metrics() {
    return List.of(
        MetricFamily.counter("repairs", "Repairs.").with(3, Map.of("what", "a \"table\"\\\n")),
        MetricFamily.histogram("hold_seconds", "Held.", Map.of(0.1, 1L, 0.2, 3L), 0.5, 4));
  }

  @Override
  public boolean isReady() {
    return ready;
  }
}
