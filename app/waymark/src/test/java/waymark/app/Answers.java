package waymark.app;

import java.time.Instant;
import java.util.List;
import waymark.api.AddressExplained;
import waymark.api.Applied;
import waymark.api.Candidate;
import waymark.api.Conflicts;
import waymark.api.Denials;
import waymark.api.Events;
import waymark.api.Explained;
import waymark.api.FileProblem;
import waymark.api.FileProblems;
import waymark.api.Lists;
import waymark.api.Log;
import waymark.api.LogRow;
import waymark.api.PolicyFile;
import waymark.api.Problem;
import waymark.api.Status;
import waymark.api.Traffic;
import waymark.app.toapi.ExplainedToApi;
import waymark.console.Host;
import waymark.console.LogQuery;
import waymark.console.MetricFamily;
import waymark.console.RequestOutcome;
import waymark.policy.Address;
import waymark.policy.Inquiry;

/** A host without a kernel, and what it answers. */
public record Answers(Status status, boolean isReady) implements Host {
  public static final Answers READY = new Answers(Samples.STATUS, true);
  public static final Answers STARTING = new Answers(Samples.STATUS, false);

  @Override
  public RequestOutcome plan(PolicyFile file) {
    return new RequestOutcome.Done(Samples.PLAN);
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
    return new Explained(
        address.toString(),
        Explained.Kind.ADDRESS,
        List.of(),
        List.of(
            new AddressExplained(
                address.toString(),
                List.of(
                    new Candidate(Samples.OFFICE, List.of(), 0, false),
                    new Candidate(Samples.DEFAULT, List.of(), 0, false)),
                "",
                List.of(),
                true)));
  }

  @Override
  public Explained explain(String name, Inquiry about) {
    if (name.equals("other.example")) {
      return new Explained(name, Explained.Kind.NAME, List.of(), List.of());
    }
    return new Explained(
        name,
        Explained.Kind.NAME,
        ExplainedToApi.texts(about.ports()),
        ExplainedToApi.clients(about),
        List.of(Samples.VIDEO),
        "video",
        List.of(
            new AddressExplained(
                "198.51.100.7",
                List.of(
                    new Candidate(Samples.VIDEO, List.of(name, "cdn.example"), 192, false),
                    new Candidate(Samples.DEFAULT, List.of(), 0, false)),
                "vpn",
                List.of("vpn", "direct"),
                true),
            new AddressExplained(
                "2001:db8::7",
                List.of(
                    new Candidate(Samples.VIDEO, List.of(name), 0, true),
                    new Candidate(Samples.DEFAULT, List.of(), 0, false)),
                "direct",
                List.of("vpn", "direct"),
                false)));
  }

  @Override
  public Events events(long since, int limit) {
    return new Events(
        Samples.EVENTS.last(),
        0,
        Samples.EVENTS.events().stream().filter(event -> event.number() > since).toList());
  }

  @Override
  public Log log(LogQuery query) {
    List<LogRow> rows =
        Samples.LOG.stream()
            .filter(row -> row.number() > query.after())
            .filter(row -> !query.denied() || row.outcome() == LogRow.Outcome.DENIED)
            .filter(row -> !Instant.parse(row.at()).isBefore(query.since()))
            .filter(row -> Instant.parse(row.at()).isBefore(query.until()))
            .filter(row -> row.names().stream().anyMatch(name -> name.endsWith(query.name())))
            .toList();
    return new Log(Samples.LOG.getLast().number(), false, Samples.LOG.getFirst().at(), rows);
  }

  @Override
  public Conflicts conflicts() {
    return Samples.CONFLICTS;
  }

  @Override
  public Lists lists() {
    return Samples.LISTS;
  }

  @Override
  public Lists refreshLists() {
    return Samples.LISTS;
  }

  @Override
  public Denials denials() {
    return Samples.DENIALS;
  }

  @Override
  public Traffic traffic() {
    return Samples.TRAFFIC;
  }

  @Override
  public List<MetricFamily> metrics() {
    return List.of();
  }
}
