package waymark.app.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import waymark.health.Check;
import waymark.health.Probe;
import waymark.policy.SyntaxException;

/** Reads the key {@code check} of a link. */
final class LinkChecks {
  private static final List<String> PROBES = List.of("tcp", "http", "ping");
  private static final String ONE = "exactly one of tcp, http, ping";

  private final Fields fields;
  private final Findings findings;

  private LinkChecks(Fields fields, Findings findings) {
    this.fields = fields;
    this.findings = findings;
  }

  /** The link's check, if it has a valid one. */
  static Optional<Check> read(Fields link, Findings findings) {
    Optional<Fields> fields = link.fields("check", Keys.CHECK);
    return fields.isPresent() ? new LinkChecks(fields.get(), findings).read() : Optional.empty();
  }

  private Optional<Check> read() {
    Optional<Probe> probe = probe();
    Duration every =
        fields.duration("every", Check.SHORTEST_EVERY, Check.LONGEST_EVERY, Check.EVERY);
    // With a timeout above half of every, a silent link could be down later than down-after ×
    // every.
    Duration half = every.dividedBy(2);
    Duration usual = half.compareTo(Check.TIMEOUT) < 0 ? half : Check.TIMEOUT;
    Duration timeout =
        fields.duration("timeout", Check.SHORTEST_TIMEOUT, Check.LONGEST_EVERY, usual);
    int downAfter = fields.integer("down-after", 1, Check.MOST, Check.DOWN_AFTER);
    int upAfter = fields.integer("up-after", 1, Check.MOST, Check.UP_AFTER);
    if (timeout.compareTo(every) > 0) {
      findings.add(
          fields.place("timeout"),
          fields.path("timeout"),
          "is " + Scalar.text(timeout) + ", longer than every, which is " + Scalar.text(every),
          "at most " + Scalar.text(every));
      return Optional.empty();
    }
    return probe.isPresent()
        ? Optional.of(new Check(probe.get(), every, timeout, downAfter, upAfter))
        : Optional.empty();
  }

  private Optional<Probe> probe() {
    List<String> written = new ArrayList<>();
    for (String key : PROBES) {
      if (fields.has(key)) {
        written.add(key);
      }
    }
    if (written.size() != 1) {
      String what = written.isEmpty() ? "has no probe" : "has " + String.join(" and ", written);
      findings.add(fields.place(), fields.path(), what, ONE);
      return Optional.empty();
    }
    return switch (written.getFirst()) {
      case "tcp" -> probe("tcp", "HOST:PORT", Probe.Tcp::parse);
      case "http" -> probe("http", "a URL such as https://example.com/", Probe.Http::parse);
      default -> probe("ping", "an address or a name", Probe.Ping::parse);
    };
  }

  private Optional<Probe> probe(String key, String expected, Function<String, Probe> parse) {
    Optional<Value.Text> text = fields.text(key, expected);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(text.get().text()));
    } catch (SyntaxException e) {
      findings.add(text.get().place(), fields.path(key), e.what(), e.expected());
      return Optional.empty();
    }
  }
}
